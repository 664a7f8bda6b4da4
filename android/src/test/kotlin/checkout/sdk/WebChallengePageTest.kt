package checkout.sdk

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test

/** What the WebView presenter goes by: the core says what to load and when it is over. */
class WebChallengePageTest {
    private val challenge = Challenge("3ds-tx-1", "pay=load&more", "https://acs.example/challenge")

    private fun outcome(parameters: String) =
        challengeOutcome("https://acs.example/return?transactionId=3ds-tx-1&$parameters", challenge)

    @Test
    fun `the form posts the payload and the transaction, encoded`() {
        val page = challengePage(challenge)
        assertEquals("https://acs.example/challenge", page.url)
        assertEquals("JWT=pay%3Dload%26more&MD=3ds-tx-1", page.formBody)
        assertEquals("https://acs.example/return", page.returnUrl)
    }

    @Test
    fun `a challenge without a safe page is not shown`() {
        assertThrows(ChallengePageException.Missing::class.java) { challengePage(challenge.copy(stepUpUrl = null)) }
        assertThrows(ChallengePageException.Unsafe::class.java) {
            challengePage(challenge.copy(stepUpUrl = "http://acs.example/challenge"))
        }
    }

    @Test
    fun `only the return address of this challenge ends it`() {
        for (url in listOf("https://acs.example/challenge", "https://evil.example/return?outcome=SUCCESS", "about:blank")) {
            assertNull(challengeOutcome(url, challenge), url)
        }
        assertNull(challengeOutcome("https://acs.example/return?transactionId=other&outcome=CANCEL", challenge))
    }

    @Test
    fun `its ends are told apart`() {
        assertEquals(ChallengeOutcome.Authenticated("a.b.c"), outcome("outcome=SUCCESS&paRes=a.b.c"))
        assertEquals(ChallengeOutcome.NoAction("a.b.c"), outcome("outcome=NOACTION&paRes=a.b.c"))
        assertEquals(ChallengeOutcome.Failed, outcome("outcome=FAILURE"))
        assertEquals(ChallengeOutcome.Cancelled, outcome("outcome=CANCEL"))
        assertEquals(ChallengeOutcome.TimedOut, outcome("outcome=TIMEOUT"))
        assertEquals(ChallengeOutcome.NotShown::class, outcome("outcome=ERROR")!!::class)
        assertEquals(ChallengeOutcome.NotShown::class, outcome("outcome=SUCCESS")!!::class, "nothing signed")
    }
}
