import CheckoutSDK
print(Checkout.coreVersion)
