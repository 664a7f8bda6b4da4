#if canImport(UIKit) && canImport(SwiftUI)
// What docs/sheet.md shows, compiled and run.

// snippet: swiftui
import CheckoutSDK
import SwiftUI

struct Basket: View {
    let params: SheetParams  // SheetParams(.payment(paymentIntentId: "pi_…", customerSecret: "cs_…"), checkout: checkout)
    @State private var isPaying = false
    @State private var isPaid = false

    var body: some View {
        Button(isPaid ? "Thank you" : "Pay") { isPaying = true }
            .checkoutSheet(isPresented: $isPaying, params: params) { outcome in
                isPaid = (try? outcome.get().payment?.code) == 0
            }
    }
}
// end of snippet

// snippet: uikit
import CheckoutSDK
import UIKit

final class BasketViewController: UIViewController {
    private(set) var isPaid = false

    func pay(_ params: SheetParams) {
        let sheet = CheckoutSheetViewController(params) { [weak self] outcome in
            self?.isPaid = (try? outcome.get().payment?.code) == 0
        }
        sheet.present(over: self)
    }
}
// end of snippet
#endif
