package checkout.sdk

import java.io.File
import java.lang.reflect.Constructor
import java.lang.reflect.Executable
import java.lang.reflect.InvocationTargetException
import java.lang.reflect.Method
import java.lang.reflect.Modifier
import java.lang.reflect.ParameterizedType
import java.lang.reflect.Proxy
import java.lang.reflect.Type
import java.lang.reflect.WildcardType
import java.nio.charset.CharacterCodingException
import java.time.Instant
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ExecutionException
import java.util.concurrent.Executor
import java.util.concurrent.TimeUnit.SECONDS
import java.util.concurrent.TimeoutException
import kotlin.coroutines.Continuation
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.intrinsics.COROUTINE_SUSPENDED
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** D6-13: a text that a length filter cut in the middle of an emoji goes through every function of the API. */
class HalfCharacterTest {
    private val half = "ab\uD83D"

    @Test
    fun `what is typed is read without it`() {
        assertEquals("5200", CardForm.editNumber("5200$half".replace("ab", ""), 5).text)
        assertEquals("12/29", CardForm.editExpiry("12/29\uD83D", 6).text)
        assertEquals(Feedback.Valid, CardForm.checkCardholderName("Ada \uDE00", Moment.LEAVING))
        val blank = CardForm.checkCardholderName("\uD83D", Moment.LEAVING) as Feedback.Wrong
        assertEquals(CardProblem.MISSING, blank.error.problem)
    }

    @Test
    fun `no function of the API throws what it does not declare`() {
        val tried = mutableListOf<String>()
        for (type in publicTypes()) {
            for (function in type.constructors.toList<Executable>() + type.declaredMethods) {
                if (!isOfTheApi(function)) continue
                val name = "${type.simpleName}.${function.name}"
                assertNull(broken(function), "$name does not take half a character")
                tried += name
            }
        }
        val mustBe = listOf(
            "CardForm.editNumber", "CheckoutSession.payWithCard", "Checkout.savedCards", "JavaCheckout.deleteSavedCard",
            "GooglePay.requestJson", "SheetSession.type", "JavaSheetSession.payWithGooglePay", "CheckoutTexts.amount",
        )
        for (known in mustBe) {
            assertTrue(known in tried, "$known was not tried: ${tried.size} functions were")
        }
    }

    /** All but what only Android can load; that has no texts of its own. */
    private fun publicTypes(): List<Class<*>> {
        val classes = File("target/classes/checkout/sdk")
        return classes.walk()
            .filter { it.extension == "class" && !it.startsWith(File(classes, "android")) }
            .map { "checkout.sdk." + it.relativeTo(classes).path.removeSuffix(".class").replace('/', '.') }
            .map { Class.forName(it, false, javaClass.classLoader) }
            .filter { Modifier.isPublic(it.modifiers) && !isScaffolding(it) }
            .sortedBy { it.name }
            .toList()
    }

    /** What UniFFI makes for itself: buffers, and objects behind a pointer, which no app can make. */
    private fun isScaffolding(type: Class<*>) =
        scaffolding.any { it in type.simpleName } || Disposable::class.java.isAssignableFrom(type)

    private fun isOfTheApi(function: Executable): Boolean =
        Modifier.isPublic(function.modifiers) && !function.isSynthetic && '$' !in function.name &&
            function.name != "equals" && function.genericParameterTypes.any(::holdsText) &&
            function.parameterTypes.none { isScaffolding(it) || "DefaultConstructorMarker" in it.name }

    private fun holdsText(type: Type): Boolean = when (type) {
        is Class<*> -> type == String::class.java || (type.packageName == "checkout.sdk" && !type.isEnum)
        is ParameterizedType -> type.actualTypeArguments.any(::holdsText)
        is WildcardType -> type.upperBounds.any(::holdsText)
        else -> false
    }

    /** What went wrong with the text, if anything did. What else is thrown is for other tests: arguments are odd here. */
    private fun broken(function: Executable): Throwable? {
        val ended = CompletableFuture<Any?>()
        try {
            val arguments = function.genericParameterTypes.map { value(it, ended) }.toTypedArray()
            val result = when (function) {
                is Constructor<*> -> function.newInstance(*arguments)
                is Method -> {
                    val receiver = if (Modifier.isStatic(function.modifiers)) null else of(function.declaringClass)
                    function.invoke(receiver, *arguments)
                }
            }
            if (result === COROUTINE_SUSPENDED) ended.get(3, SECONDS)
            if (result is CompletableFuture<*>) result.get(3, SECONDS)
        } catch (thrown: InvocationTargetException) {
            return encodingFailure(thrown)
        } catch (thrown: ExecutionException) {
            return encodingFailure(thrown)
        } catch (waiting: TimeoutException) {
            return null // the text has crossed, and nobody answers for the app
        } catch (odd: NotMade) {
            return null
        }
        return null
    }

    private fun encodingFailure(thrown: Throwable) =
        generateSequence(thrown, Throwable::cause).find { it is CharacterCodingException }

    private fun value(type: Type, ended: CompletableFuture<Any?>): Any? = when (type) {
        String::class.java -> half
        Int::class.java, Int::class.javaObjectType -> 1
        Long::class.java, Long::class.javaObjectType -> 1L
        Short::class.java, Short::class.javaObjectType -> 1.toShort()
        Byte::class.java, Byte::class.javaObjectType -> 1.toByte()
        Boolean::class.java, Boolean::class.javaObjectType -> true
        Instant::class.java -> Instant.now().plusSeconds(600)
        Executor::class.java -> Executor(Runnable::run)
        is ParameterizedType -> when (type.rawType) {
            List::class.java -> listOf(value(type.actualTypeArguments[0], ended))
            Map::class.java -> mapOf(half to half)
            Continuation::class.java -> continuation(ended)
            else -> value(type.rawType, ended)
        }
        is WildcardType -> value(type.lowerBounds.firstOrNull() ?: type.upperBounds[0], ended)
        is Class<*> -> of(type)
        else -> throw NotMade(type)
    }

    private fun continuation(ended: CompletableFuture<Any?>) = object : Continuation<Any?> {
        override val context = EmptyCoroutineContext
        override fun resumeWith(result: Result<Any?>) {
            result.fold(ended::complete, ended::completeExceptionally)
        }
    }

    private fun of(type: Class<*>): Any = when {
        type == Checkout::class.java -> checkout
        type == JavaCheckout::class.java -> JavaCheckout(config)
        type == CheckoutSession::class.java -> checkout.startPayment(PaymentFlowParams(half))
        type == SheetFlow::class.java -> SheetFlow.Payment(PaymentFlowParams(half, half))
        type == SheetSession::class.java -> checkout.openSheet(SheetFlow.Payment(PaymentFlowParams(half)))
        type == JavaSheetSession::class.java -> JavaCheckout(config).openSheet(SheetFlow.Payment(PaymentFlowParams(half)))
        type == CheckoutTexts::class.java -> CheckoutTexts(half)
        type == PaymentChoice::class.java -> PaymentChoice.NewCard(half, half, half, half)
        type.isEnum -> type.enumConstants.first()
        type.isInterface -> Proxy.newProxyInstance(javaClass.classLoader, arrayOf(type)) { _, _, _ -> null }
        else -> runCatching { type.getField("INSTANCE").get(null) }.getOrNull() ?: made(type)
    }

    private fun made(type: Class<*>): Any {
        val isOurs = type.packageName == "checkout.sdk" && !isScaffolding(type)
        if (!isOurs || Modifier.isAbstract(type.modifiers)) throw NotMade(type)
        val constructors = type.constructors.filter { !it.isSynthetic }
        val constructor = constructors.maxByOrNull { it.parameterCount } ?: throw NotMade(type)
        val arguments = constructor.genericParameterTypes.map { value(it, CompletableFuture()) }
        return constructor.newInstance(*arguments.toTypedArray())
    }

    private class NotMade(type: Type) : Exception("$type is not made by an app")

    private companion object {
        val scaffolding = listOf(
            "Uniffi", "FfiConverter", "RustBuffer", "ForeignBytes", "NativeLibrary", "Disposable", "InternalException",
            "NoHandle",
        )
        val config = CheckoutConfig(
            apiUrl = "http://127.0.0.1:9", gatewayUrl = "http://127.0.0.1:9", allowInsecureLoopback = true,
            connectTimeoutMillis = 200, requestTimeoutMillis = 400, readBackLimitMillis = 400,
        )
        val checkout = Checkout(config)
    }
}
