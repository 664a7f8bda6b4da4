package checkout.sdk

/** Cards that the sandbox knows. */
object TestCards {
    val PAID = PaymentChoice.NewCard("5200 0000 0000 1005", "12/29", "020")
    val CHALLENGED = PaymentChoice.NewCard("4456530000001096", "12/29", "020")
    val DECLINED = PaymentChoice.NewCard("4456530000001013", "12/29", "341")
    val MISTYPED = PaymentChoice.NewCard("5200 0000 0000 1006", "13/29", "020")
}
