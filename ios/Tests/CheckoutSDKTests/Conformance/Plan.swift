import CheckoutSDK
import Foundation

/// What the conformance server says about a scenario. Its names are documented in docs/conformance.md.
struct ScenarioName: Decodable, Sendable {
    let name: String
    let summary: String
}

struct Started: Decodable, Sendable {
    let run: Int
    let plan: Plan

    static func start(_ scenario: String, language: String, at server: HTTP) async throws -> Started {
        let answer = try await server.post("/scenarios/\(scenario)/start", #"{"language": "\#(language)"}"#)
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Started.self, from: answer)
    }
}

struct Plan: Decodable, Sendable {
    let config: Config
    let flow: String
    let sheet: Sheet?
    let paymentIntentId: String
    let customerSecret: String?
    let customerId: String
    let mustCompleteInMs: Double?
    let steps: [Step]
    let limitMs: Int

    /// What no output may hold: whole card numbers, and the customer secret.
    var secrets: Set<String> {
        let typed = steps.flatMap { [$0.card?.number, $0.text] + ($0.texts?.ofFields ?? []).map { Optional($0.text) } }
        let numbers = typed.compactMap { $0?.filter(\.isNumber) }.filter { $0.count >= 12 }
        let secret = customerSecret.map { [$0] } ?? []
        return Set(numbers + secret.filter { $0.count >= 12 && $0.allSatisfy { !$0.isWhitespace } })
    }

    struct Config: Decodable, Sendable {
        let apiUrl: String
        let gatewayUrl: String?
        let gcpManifestUrl: String
        let awsManifestUrl: String
        let fallbackGatewayUrl: String
        let allowedGatewayHosts: [String]
        let allowInsecureLoopback: Bool
        let connectTimeoutMs: Int64
        let requestTimeoutMs: Int64
        var readBackMs: Int64

        var sdk: CheckoutConfig {
            CheckoutConfig(
                apiUrl: apiUrl,
                gatewayUrl: gatewayUrl,
                gcpManifestUrl: gcpManifestUrl,
                awsManifestUrl: awsManifestUrl,
                fallbackGatewayUrl: fallbackGatewayUrl,
                allowedGatewayHosts: allowedGatewayHosts,
                connectTimeoutMillis: connectTimeoutMs,
                requestTimeoutMillis: requestTimeoutMs,
                readBackLimitMillis: readBackMs,
                allowInsecureLoopback: allowInsecureLoopback
            )
        }
    }

    struct Step: Decodable, Sendable {
        let on: String?
        let `do`: String
        let card: Card?
        let id: String?
        let cvv: String?
        let started: Bool?
        let outcome: String?
        let ms: Int?
        let step: Int?
        let paymentData: String?
        let token: String?
        let billingContact: Contact?
        let shippingContact: Contact?
        let merchant: Merchant?
        let countryCode: String?
        let typed: String?
        let caret: Int?
        let number: String?
        let scheme: String?
        let field: String?
        let moment: String?
        let beside: String?
        let supportedSchemes: [String]?
        let minorUnits: Int64?
        let currencyCode: String?
        let url: String?
        let inFrame: Bool?
        let cause: String?
        let newWindow: Bool?
        let depth: Int32?
        let text: String?
        let texts: Texts?
        let action: String?
        let language: String?
        let problem: String?
    }

    struct Sheet: Decodable, Sendable {
        let opens: String
        let wallets: [String]
        let language: String
        let rightToLeft: Bool?
        let texts: [String: String]
    }

    /// Texts of fields, in their order, or texts by their names.
    enum Texts: Decodable, Sendable {
        case fields([FieldText])
        case names([String: String])

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            do {
                self = .fields(try value.decode([FieldText].self))
            } catch {
                self = .names(try value.decode([String: String].self))
            }
        }

        var ofFields: [FieldText] { if case .fields(let fields) = self { fields } else { [] } }
        var byName: [String: String] { if case .names(let names) = self { names } else { [:] } }
    }

    struct FieldText: Decodable, Sendable {
        let field: String
        let text: String
    }

    struct Card: Decodable, Sendable {
        let number: String
        let expiry: String
        let cvv: String
        let cardholderName: String?
        let save: Bool?
        let details: Details?
        let mitConsent: Bool?

        var sdk: CardInput {
            CardInput(
                number: number, expiry: expiry, cvv: cvv, cardholderName: cardholderName, save: save,
                details: details?.sdk, mitConsent: mitConsent)
        }
    }

    struct Details: Decodable, Sendable {
        let email: String?
        let phone: String?
        let billingAddress: PostalAddress?
        let shipping: Shipping?
        let deliveryNotes: String?
        let metadata: [String: String]

        var sdk: CustomerDetails {
            CustomerDetails(
                email: email,
                phone: phone,
                billingAddress: billingAddress?.sdk,
                shipping: shipping.map { ShippingDetails(name: $0.name, address: $0.address.sdk) },
                deliveryNotes: deliveryNotes,
                metadata: metadata
            )
        }
    }

    struct Shipping: Decodable, Sendable {
        let name: String?
        let address: PostalAddress
    }

    struct PostalAddress: Decodable, Sendable {
        let lines: [String]
        let city: String?
        let state: String?
        let postcode: String?
        let countryCode: String?

        var sdk: Address {
            Address(lines: lines, city: city, state: state, postcode: postcode, countryCode: countryCode)
        }
    }

    struct Contact: Decodable, Sendable {
        let givenName: String?
        let familyName: String?
        let phoneticGivenName: String?
        let phoneticFamilyName: String?
        let email: String?
        let phone: String?
        let addressLines: [String]
        let subLocality: String?
        let locality: String?
        let subAdministrativeArea: String?
        let administrativeArea: String?
        let postalCode: String?
        let country: String?
        let countryCode: String?

        var sdk: ApplePayContact {
            ApplePayContact(
                givenName: givenName,
                familyName: familyName,
                phoneticGivenName: phoneticGivenName,
                phoneticFamilyName: phoneticFamilyName,
                email: email,
                phone: phone,
                addressLines: addressLines,
                subLocality: subLocality,
                locality: locality,
                subAdministrativeArea: subAdministrativeArea,
                administrativeArea: administrativeArea,
                postalCode: postalCode,
                country: country,
                countryCode: countryCode
            )
        }
    }

    struct Merchant: Decodable, Sendable {
        let gatewayMerchantId: String
        let merchantId: String?
        let merchantName: String?
        let countryCode: String

        var sdk: GooglePayMerchant {
            GooglePayMerchant(
                gatewayMerchantId: gatewayMerchantId, merchantId: merchantId, merchantName: merchantName,
                countryCode: countryCode)
        }
    }
}

struct Verdict: Decodable, Sendable {
    let passed: Bool
    let mismatches: [String]
}
