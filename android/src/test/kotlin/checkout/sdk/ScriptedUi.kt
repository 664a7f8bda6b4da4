package checkout.sdk

/** A customer who chooses what is in [choices], one after the other, and authenticates. Tests replace the parts. */
open class ScriptedUi(vararg choices: PaymentChoice) : CheckoutUi {
    private val choices = choices.toMutableList()

    /** What was asked, in order. */
    val asked = mutableListOf<String>()
    val refusals = mutableListOf<ActionException?>()
    val summaries = mutableListOf<PaymentSummary>()
    val states = mutableListOf<CheckoutState>()
    val errors = mutableListOf<Throwable>()

    override suspend fun chooseMethod(summary: PaymentSummary, refused: ActionException?): PaymentChoice {
        asked += "chooseMethod"
        refusals += refused
        summaries += summary
        return choices.removeAt(0)
    }

    override suspend fun startThreeDs(token: String): Boolean {
        asked += "startThreeDs"
        return true
    }

    override suspend fun presentChallenge(challenge: Challenge): ChallengeOutcome {
        asked += "presentChallenge"
        return ChallengeOutcome.Authenticated("signed")
    }

    override fun onState(state: CheckoutState) {
        states += state
    }

    override fun onError(error: Throwable) {
        errors += error
    }
}
