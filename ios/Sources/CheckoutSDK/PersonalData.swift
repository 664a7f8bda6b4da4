import CheckoutSDKCore

// Personal data belongs in no log. The generated records say so by their `debugDescription`, which `print` and string
// interpolation go by; `dump`, a crash reporter and whoever else takes a mirror would still see every field.

extension CustomerDetails: CustomReflectable {
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Address: CustomReflectable {
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension ShippingDetails: CustomReflectable {
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension ApplePayContact: CustomReflectable {
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// Printed in full, but for the customer's e-mail address.
extension PaymentSummary: CustomReflectable {
    public var customMirror: Mirror { Mirror(self, children: []) }
}
