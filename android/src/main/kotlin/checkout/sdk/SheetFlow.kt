package checkout.sdk

/** What a checkout sheet is opened for. Secrets are never printed. */
sealed class SheetFlow {
    /** A payment: with a wallet, a saved card or a new one. */
    class Payment(val params: PaymentFlowParams) : SheetFlow() {
        override fun toString(): String = "Payment($params)"
    }

    /** A card is saved for payments that the merchant starts later. */
    class Setup(val params: SetupFlowParams) : SheetFlow() {
        override fun toString(): String = "Setup($params)"
    }

    /** A payment that the merchant keys in for a customer who is not there. */
    class VirtualTerminal(val params: VirtualTerminalFlowParams) : SheetFlow() {
        override fun toString(): String = "VirtualTerminal($params)"
    }

    /**
     * The customer's saved cards are looked at and deleted. Nothing is paid.
     *
     * @property customerId the customer, `cust_…`.
     * @property customerSecret the customer secret, `cs_…`.
     */
    class SavedCards(val customerId: String, val customerSecret: String) : SheetFlow() {
        override fun toString(): String = "SavedCards(customerId=$customerId, customerSecret=***)"
    }

    /**
     * An app that was ended while this payment's sheet was open. The status is read, and nothing is ever sent: what the
     * intent does not settle can be asked again or left.
     *
     * @property paymentId the payment intent's id, `pi_…`.
     */
    class Restored(val paymentId: String) : SheetFlow() {
        override fun toString(): String = "Restored(paymentId=$paymentId)"
    }

    /**
     * As [Restored], of a setup.
     *
     * @property setupIntentId the setup intent's id.
     */
    class RestoredSetup(val setupIntentId: String) : SheetFlow() {
        override fun toString(): String = "RestoredSetup(setupIntentId=$setupIntentId)"
    }
}
