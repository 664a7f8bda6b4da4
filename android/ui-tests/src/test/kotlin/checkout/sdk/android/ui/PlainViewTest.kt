package checkout.sdk.android.ui

import android.app.Activity
import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.view.View
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

@RunWith(RobolectricTestRunner::class)
@Config(sdk = [35])
@GraphicsMode(GraphicsMode.Mode.NATIVE)
class PlainViewTest {
    @Test
    fun `a view is really drawn`() {
        val activity = Robolectric.buildActivity(Activity::class.java).setup().get()
        val view = View(activity).apply { setBackgroundColor(Color.RED); layout(0, 0, 8, 8) }
        val bitmap = Bitmap.createBitmap(8, 8, Bitmap.Config.ARGB_8888)
        view.draw(Canvas(bitmap))
        assertEquals(Color.RED, bitmap.getPixel(4, 4))
    }
}
