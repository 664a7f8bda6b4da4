package checkout.sdk.android.ui

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Paint
import android.graphics.Rect
import java.io.File
import kotlin.math.abs
import org.junit.Assert.assertTrue

/** The pictures of one look: each kept as an artefact, and all of them side by side compared with what they were. */
class Pictures(private val look: String) {
    private val taken = LinkedHashMap<String, Bitmap>()

    fun take(name: String, picture: Bitmap) {
        taken[name] = picture
        write(picture, target.resolve("$look-$name.png"))
        count++
    }

    fun compare() {
        val sheet = contactSheet(taken.values.toList(), taken.size, SMALL)
        write(sheet, target.resolve("all-$look.png"))
        val golden = File("goldens/$look.png")
        if (System.getProperty("pictures.bless").toBoolean()) write(sheet, golden)
        assertTrue("there is no golden $golden: look at the pictures, then run with -Dpictures.bless=true", golden.exists())
        val before = golden.readBytes().let { BitmapFactory.decodeByteArray(it, 0, it.size) }
        assertTrue("$look has other pictures than before", before.width == sheet.width && before.height == sheet.height)
        val width = sheet.width / taken.size
        taken.keys.forEachIndexed { at, name ->
            val changed = difference(before, sheet, Rect(at * width, 0, (at + 1) * width, sheet.height))
            assertTrue("$look-$name looks different: $changed % of it; see ${target.path}, or -Dpictures.bless=true", changed <= TOLERATED)
        }
    }

    /** The pictures that the documents show. */
    fun document(file: String, vararg names: String) {
        val sheet = contactSheet(names.map(taken::getValue), names.size, DOCUMENTED)
        write(sheet, target.resolve(file))
        if (System.getProperty("pictures.bless").toBoolean()) write(sheet, File("../../docs/img/$file"))
    }

    companion object {
        private val target = File(System.getProperty("cargo.target"), "android/pictures")
        private const val SMALL = 4
        private const val DOCUMENTED = 3
        private const val TOLERATED = 0.25
        private const val SEEN = 40

        /** How many pictures were taken in this run. */
        var count = 0
            private set

        /** Percent of the pixels in [where] that differ visibly. */
        fun difference(one: Bitmap, other: Bitmap, where: Rect): Double {
            val size = where.width() * where.height()
            val pixels = listOf(one, other).map { bitmap ->
                IntArray(size).also { bitmap.getPixels(it, 0, where.width(), where.left, where.top, where.width(), where.height()) }
            }
            return (0 until size).count { differ(pixels[0][it], pixels[1][it]) } * 100.0 / size
        }

        private fun differ(one: Int, other: Int) = abs(Color.red(one) - Color.red(other)) > SEEN ||
            abs(Color.green(one) - Color.green(other)) > SEEN || abs(Color.blue(one) - Color.blue(other)) > SEEN

        private fun contactSheet(pictures: List<Bitmap>, columns: Int, scale: Int): Bitmap {
            val width = pictures[0].width / scale
            val height = pictures[0].height / scale
            val sheet = Bitmap.createBitmap(width * columns, height * ((pictures.size + columns - 1) / columns), Bitmap.Config.ARGB_8888)
            val canvas = Canvas(sheet).apply { drawColor(Color.WHITE) }
            val smooth = Paint(Paint.FILTER_BITMAP_FLAG)
            pictures.forEachIndexed { at, picture ->
                val half = Bitmap.createScaledBitmap(picture, picture.width / 2, picture.height / 2, true)
                val left = at % columns * width
                val top = at / columns * height
                canvas.drawBitmap(half, null, Rect(left + 4, top + 4, left + width - 4, top + height - 4), smooth)
            }
            return sheet
        }

        private fun write(picture: Bitmap, file: File) {
            file.absoluteFile.parentFile.mkdirs()
            file.outputStream().use { picture.compress(Bitmap.CompressFormat.PNG, 100, it) }
        }
    }
}
