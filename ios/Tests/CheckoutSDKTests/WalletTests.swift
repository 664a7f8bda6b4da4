import CheckoutSDK
import Foundation
import Testing

extension SandboxTests {
    /// Wallets, from the request for the sheet to the result.
    @Suite struct WalletTests {
        private static let merchant = GooglePayMerchant(gatewayMerchantId: "merchant-1", countryCode: "GB")

        @Test func applePayPaysInOneRequest() async throws {
            let world = try await World.make()
            let ui = ScriptedUI(choose: { summary, _ in
                let request = try ApplePay.request(summary: summary, countryCode: "gb")
                #expect(request.amount == "12.50")
                #expect(request.currencyCode == "GBP")
                #expect(request.countryCode == "GB")
                #expect(request.supportedNetworks.contains("Visa"))
                #expect(request.merchantCapabilities == ["supports3DS"])
                #expect(request.requiredBillingContactFields == [.name, .postalAddress])
                #expect(request.requiredShippingContactFields == [.emailAddress, .name, .postalAddress, .phoneNumber])
                return .applePay(
                    ApplePayPayment(
                        tokenJson: TestWallet.apple("apple-pay-approved"),
                        shippingContact: ApplePayContact(givenName: "Alex", email: "alex@example.test")
                    ))
            })
            let intent = try await world.intent(World.collectsAll)
            let result = try await world.checkout().startPaymentFlow(paymentIntentId: intent, ui: ui)
            #expect(result.code == 0)
            #expect(result.charge == .charged)
            #expect(try await !world.requests().contains("POST /api/device-data/{secret}"))
            #expect(try await world.requests().contains("POST /cors/api/payments/{secret}/apple-pay"))
        }

        @Test(arguments: [
            ("google-pay-cryptogram-approved", SDKResponseCode.successful),
            ("google-pay-pan-only-challenged", .successful),
            ("google-pay-pan-only-declined", .declined),
            ("google-pay-undecryptable", .sdkInternalError),
        ])
        func googlePayComesToItsResult(token: String, code: SDKResponseCode) async throws {
            let world = try await World.make()
            let ui = ScriptedUI(choose: { summary, _ in
                let request = try JSON.parse(GooglePay.requestJson(summary: summary, merchant: Self.merchant))
                #expect(request["transactionInfo"]?["totalPrice"] == "12.50")
                let readiness = try JSON.parse(GooglePay.isReadyToPayJson(summary: summary))
                #expect(readiness["apiVersion"] == 2)
                return .googlePay(paymentDataJson: TestWallet.google(token))
            })
            let result = try await world.checkout().startPaymentFlow(paymentIntentId: world.intent(), ui: ui)
            #expect(result.code == code.rawValue)
            #expect(result.charge == (code == .successful ? .charged : .notCharged))
        }

        @Test func whatTheSheetGaveIsRefusedByTheNameOfThePart() async throws {
            let world = try await World.make()
            let ui = ScriptedUI(choose: { _, refused in
                switch refused {
                case nil: .googlePay(paymentDataJson: "no JSON")
                case .unusableWalletData(.notJson): .applePay(ApplePayPayment(tokenJson: TestWallet.apple("")))
                default: .leave
                }
            })
            let result = try await world.checkout().startPaymentFlow(paymentIntentId: world.intent(), ui: ui)
            #expect(result.code == SDKResponseCode.userClosedWithoutPaying.rawValue)
            #expect(
                await ui.log.refusals == [
                    nil, .unusableWalletData(.notJson), .unusableWalletData(.badField(field: "paymentData.data")),
                ])
        }

        @Test func aWalletThatTheIntentDoesNotTakeIsNotOffered() async throws {
            let world = try await World.make()
            let session = try world.checkout().startPayment(
                paymentIntentId: await world.intent(["paymentMethods": ["Card"]]))
            let state = try await session.reach("the choice") { if case .choosingMethod = $0 { true } else { false } }
            guard case .choosingMethod(let summary) = state else { return }
            #expect(summary.wallets.isEmpty)
            #expect(throws: WalletError.notOffered) { try ApplePay.request(summary: summary, countryCode: "GB") }
            #expect(throws: WalletError.notOffered) { try GooglePay.isReadyToPayJson(summary: summary) }
            #expect(throws: ActionError.methodNotOffered) {
                try session.payWithApplePay(ApplePayPayment(tokenJson: TestWallet.apple("apple-pay-approved")))
            }
            session.cancel()
        }

        @Test func aSettingThatCannotBeUsedIsNamed() async throws {
            let world = try await World.make()
            let summary = try await world.checkout().paymentIntent(paymentIntentId: world.intent())
            #expect(throws: WalletError.badSetting(setting: "country_code")) {
                try ApplePay.request(summary: summary, countryCode: "UK")
            }
            let nameless = GooglePayMerchant(gatewayMerchantId: " ", countryCode: "GB")
            #expect(throws: WalletError.badSetting(setting: "gateway_merchant_id")) {
                try GooglePay.requestJson(summary: summary, merchant: nameless)
            }
        }

        @Test func theEnvironmentGoesByTheIntent() {
            #expect(GooglePay.environment(paymentIntentId: "pi_sandbox_1") == .test)
            #expect(GooglePay.environment(paymentIntentId: "pi_1") == .production)
        }
    }
}
