#if canImport(UIKit) && canImport(SwiftUI)
// What docs/sheet.md shows, compiled and run.

// snippet: swiftui
import CheckoutSDK
import SwiftUI

struct Basket: View {
    let checkout: Checkout  // one for the whole app: try Checkout()
    let intent: String
    let secret: String
    @State private var isPaying = false
    @State private var told = ""

    var body: some View {
        Button("Pay") { isPaying = true }
            .checkoutSheet(
                isPresented: $isPaying,
                params: SheetParams(.payment(paymentIntentId: intent, customerSecret: secret), checkout: checkout)
            ) { outcome in
                let code = try? outcome.get().payment?.code
                told = code == 0 ? "Thank you" : "Not paid: \(code ?? -1)"
            }
        Text(told)
    }
}
// end of snippet

// snippet: uikit
import CheckoutSDK
import UIKit

final class BasketViewController: UIViewController {
    var order: (checkout: Checkout, intent: String, secret: String)?
    private(set) var told = ""

    func pay() {
        guard let order else { return }
        let flow = SheetFlow.payment(paymentIntentId: order.intent, customerSecret: order.secret)
        let sheet = CheckoutSheetViewController(SheetParams(flow, checkout: order.checkout)) { [weak self] outcome in
            let code = try? outcome.get().payment?.code
            self?.told = code == 0 ? "Thank you" : "Not paid: \(code ?? -1)"
        }
        sheet.present(over: self)
    }
}
// end of snippet
#endif
