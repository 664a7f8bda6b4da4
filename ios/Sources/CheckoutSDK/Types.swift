// The core's own records and enums, as UniFFI writes them. They are exported one by one, so that `import CheckoutSDK`
// gives an app these and nothing of the plumbing beside them. Errors are not among them: see Errors.swift.

@_exported import enum CheckoutSDKCore.ApplePayContactField
@_exported import enum CheckoutSDKCore.CardField
@_exported import enum CheckoutSDKCore.CardProblem
@_exported import enum CheckoutSDKCore.CardScheme
@_exported import enum CheckoutSDKCore.ChallengeOutcome
@_exported import enum CheckoutSDKCore.Charge
@_exported import enum CheckoutSDKCore.CheckoutState
@_exported import enum CheckoutSDKCore.Feedback
@_exported import enum CheckoutSDKCore.GooglePayEnvironment
@_exported import enum CheckoutSDKCore.Moment
@_exported import enum CheckoutSDKCore.Notice
@_exported import enum CheckoutSDKCore.PayingStage
@_exported import enum CheckoutSDKCore.ReasonKind
@_exported import enum CheckoutSDKCore.Status
@_exported import enum CheckoutSDKCore.Wallet
@_exported import struct CheckoutSDKCore.Address
@_exported import struct CheckoutSDKCore.AmountParts
@_exported import struct CheckoutSDKCore.ApplePayContact
@_exported import struct CheckoutSDKCore.ApplePayRequest
@_exported import struct CheckoutSDKCore.Challenge
@_exported import struct CheckoutSDKCore.CheckoutConfig
@_exported import struct CheckoutSDKCore.CollectionRequirements
@_exported import struct CheckoutSDKCore.CustomerDetails
@_exported import struct CheckoutSDKCore.FieldError
@_exported import struct CheckoutSDKCore.GooglePayMerchant
@_exported import struct CheckoutSDKCore.HostPins
@_exported import struct CheckoutSDKCore.ItemLine
@_exported import struct CheckoutSDKCore.Money
@_exported import struct CheckoutSDKCore.PaymentResult
@_exported import struct CheckoutSDKCore.PaymentSummary
@_exported import struct CheckoutSDKCore.Reason
@_exported import struct CheckoutSDKCore.SavedCard
@_exported import struct CheckoutSDKCore.ShippingDetails
