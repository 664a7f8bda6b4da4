package checkout.sdk.android

import android.net.Uri
import android.webkit.CookieManager
import java.util.concurrent.ConcurrentHashMap

/**
 * Which cookies are the challenge's. Android's cookies are the whole app's, so at the end only those of hosts go that the
 * challenge has visited and that had none before; whatever may be the app's own stays.
 */
internal class ChallengeCookies(private val jar: () -> CookieManager = CookieManager::getInstance) {
    /** The hosts that had no cookies, and where on them the challenge was. */
    private val own = ConcurrentHashMap<String, MutableSet<Uri>>()
    private val others: MutableSet<String> = ConcurrentHashMap.newKeySet()

    /** Called before anything of it is loaded; from any thread. */
    fun visit(url: String) {
        val address = Uri.parse(url)
        val host = address.host?.lowercase() ?: return
        if (address.scheme != "https" && address.scheme != "http" || host in others) return
        val places = own[host] ?: when {
            jar().getCookie(url).isNullOrEmpty() -> own.getOrPut(host) { ConcurrentHashMap.newKeySet() }
            else -> return others.add(host).let {}
        }
        if (places.size < MOST_PLACES) places.add(address)
    }

    fun dropOwn() {
        if (own.isEmpty()) return
        for ((host, places) in own) places.forEach { drop(host, it) }
        jar().flush()
    }

    /** A cookie goes only by its exact domain and path, which nobody tells: all that can have been seen here are tried. */
    private fun drop(host: String, place: Uri) {
        val names = jar().getCookie(place.toString()).orEmpty().split(';').map { it.substringBefore('=').trim() }
        val domains = listOf("") + parents(host).map { "; Domain=$it" }
        for (name in names.filter { it.isNotEmpty() }) {
            for (path in paths(place)) {
                for (domain in domains) {
                    val secure = if (place.scheme == "https") "; Secure" else ""
                    jar().setCookie(place.toString(), "$name=; Max-Age=0; Path=$path$domain$secure")
                }
            }
        }
    }

    /** `a.b.test`, `b.test`: never a top level alone. */
    private fun parents(host: String): List<String> {
        val labels = host.split('.')
        return (0 until labels.size - 1).map { labels.drop(it).joinToString(".") }
    }

    private fun paths(place: Uri): List<String> {
        val segments = place.pathSegments
        return (0..segments.size).flatMap { count ->
            val path = "/" + segments.take(count).joinToString("/") { Uri.encode(it) }
            if (count == 0) listOf(path) else listOf(path, "$path/")
        }
    }

    private companion object {
        const val MOST_PLACES = 20
    }
}
