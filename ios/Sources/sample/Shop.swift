// snippet: swift
import CheckoutSDK

struct Shop {
    let checkout: Checkout  // one for the whole app: try Checkout()

    func pay(paymentIntentId: String, customerSecret: String, ui: any CheckoutUI) async -> PaymentResult {
        let result = await checkout.startPaymentFlow(
            paymentIntentId: paymentIntentId,
            customerSecret: customerSecret,
            ui: ui
        )
        switch (result.code, result.charge) {
        case (0, _): print("Thank you!")
        case (_, .notCharged): print("Not paid (\(result.status)): try again")
        case (_, _): print("We are checking your payment")  // ask the backend before offering another one
        }
        return result
    }
}
// end of snippet
