package checkout.sdk

/** Cards that the sandbox knows. */
object TestCards {
    val PAID = PaymentChoice.NewCard("5200 0000 0000 1005", "12/29", "020")
    val CHALLENGED = PaymentChoice.NewCard("4456530000001096", "12/29", "020")
    val DECLINED = PaymentChoice.NewCard("4456530000001013", "12/29", "341")
    val MISTYPED = PaymentChoice.NewCard("5200 0000 0000 1006", "13/29", "020")
}

/** What the wallets' sheets return, with the tokens that the sandbox knows. */
object TestWallets {
    /** The JSON of Google's `PaymentData`. */
    @JvmStatic
    fun googlePay(token: String): String {
        val address = """{"name":"Ada Lovelace","address1":"1 High Street","locality":"Hull","postalCode":"HU1 1AA",
            "countryCode":"GB","phoneNumber":"+441482000000"}"""
        return """{"apiVersion":2,"apiVersionMinor":0,"email":"ada@example.test","shippingAddress":$address,
            "paymentMethodData":{"type":"CARD","info":{"cardNetwork":"VISA","billingAddress":$address},
            "tokenizationData":{"type":"PAYMENT_GATEWAY","token":"$token"}}}"""
    }

    /** A `PKPaymentToken` as JSON. */
    @JvmStatic
    fun applePay(data: String): String =
        """{"paymentData":{"data":"$data","signature":"sig","version":"EC_v1",
            "header":{"publicKeyHash":"hash","ephemeralPublicKey":"key","transactionId":"tx"}},
            "paymentMethod":{"displayName":"Visa 1005","network":"Visa","type":"debit"},
            "transactionIdentifier":"TX"}"""
}
