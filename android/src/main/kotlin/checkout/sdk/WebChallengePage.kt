package checkout.sdk

import java.net.URLDecoder
import java.net.URLEncoder

/**
 * A 3-D Secure challenge as a web page, without the browser: what is posted to the issuer's page, and what its way back
 * to [returnUrl] says.
 *
 * The way back carries, in its query or its fragment, what the end of a challenge has on the wire: `paRes` (the signed
 * answer), `actionCode`, `errorNumber` and `errorDescription`, in any capitals.
 */
internal class WebChallengePage(private val challenge: Challenge, private val returnUrl: String) {
    init {
        require(returnUrl.startsWith("https://", ignoreCase = true)) { "the return URL must begin with https://" }
    }

    /** The issuer's page; without it there is nothing to show. */
    val stepUpUrl: String? get() = challenge.stepUpUrl

    /** The body of the form (`application/x-www-form-urlencoded`) that opens the page. */
    fun form(): ByteArray =
        "JWT=${encode(challenge.payload)}&MD=${encode(challenge.transactionId)}".toByteArray(Charsets.US_ASCII)

    /** The outcome, if the browser goes to [url] because the challenge is over; `null` while it is not. */
    fun outcomeAt(url: String): ChallengeOutcome? = if (isReturn(url)) outcomeOf(parametersOf(url)) else null

    private fun isReturn(url: String): Boolean {
        val base = returnUrl.trimEnd('/')
        if (!url.startsWith(base, ignoreCase = true)) return false
        return url.drop(base.length).firstOrNull() in END_OF_PATH
    }

    private fun outcomeOf(parameters: Map<String, String>): ChallengeOutcome {
        val paRes = parameters["pares"].orEmpty()
        return when (parameters["actioncode"]?.uppercase()) {
            "FAILURE" -> ChallengeOutcome.Failed
            "CANCEL" -> ChallengeOutcome.Cancelled
            "TIMEOUT" -> ChallengeOutcome.TimedOut
            "NOACTION" -> ChallengeOutcome.NoAction(paRes)
            "SUCCESS", null -> authenticated(paRes)
            else -> ChallengeOutcome.NotShown(
                parameters["errornumber"]?.toIntOrNull() ?: NO_NUMBER,
                parameters["errordescription"] ?: "the page reported an error",
            )
        }
    }

    /** Only a signed answer is evidence that the customer was authenticated. */
    private fun authenticated(paRes: String): ChallengeOutcome = when {
        paRes.isBlank() -> ChallengeOutcome.NotShown(NO_NUMBER, "the page returned without an answer")
        else -> ChallengeOutcome.Authenticated(paRes)
    }

    private fun parametersOf(url: String): Map<String, String> =
        url.split('?', '#').drop(1).flatMap { it.split('&') }.filter { '=' in it }.associate { pair ->
            decode(pair.substringBefore('=')).lowercase() to decode(pair.substringAfter('='))
        }

    private companion object {
        const val NO_NUMBER = 0
        val END_OF_PATH = setOf(null, '/', '?', '#')

        fun encode(text: String): String = URLEncoder.encode(text, "UTF-8")

        /** What is not encoded as it should be is taken as it is. */
        fun decode(text: String): String = try {
            URLDecoder.decode(text, "UTF-8")
        } catch (_: IllegalArgumentException) {
            text
        }
    }
}
