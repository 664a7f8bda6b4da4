//! What only a JVM needs: the Android context for the platform's certificate verifier, and threads that are attached.

#![allow(unsafe_code, reason = "an entry point that Java calls by its name")]

use std::sync::OnceLock;

use jni::objects::{JClass, JObject};
use jni::{Env, EnvUnowned, JavaVM};

use crate::error::ConfigError;

/// The JVM that called [`Java_checkout_sdk_NativeLibrary_initialize`].
static JVM: OnceLock<JavaVM> = OnceLock::new();

/// `checkout.sdk.NativeLibrary.initialize(context)`: called once before the first connection; again does no harm.
///
/// On Android `context` is any `android.content.Context`; elsewhere it is not looked at and can be null.
/// What goes wrong becomes a Java exception.
#[unsafe(no_mangle)]
pub extern "system" fn Java_checkout_sdk_NativeLibrary_initialize<'local>(
    mut env: EnvUnowned<'local>,
    _class: JClass<'local>,
    context: JObject<'local>,
) {
    env.with_env(|env| -> jni::errors::Result<()> {
        give_context(env, context)?;
        let jvm = env.get_java_vm()?;
        JVM.get_or_init(|| jvm);
        Ok(())
    })
    .resolve::<jni::errors::ThrowRuntimeExAndDefault>();
}

#[cfg(target_os = "android")]
fn give_context(env: &mut Env, context: JObject) -> jni::errors::Result<()> {
    if context.is_null() {
        return Err(jni::errors::Error::NullPtr("context"));
    }
    rustls_platform_verifier::android::init_with_env(env, context)
}

#[cfg(not(target_os = "android"))]
fn give_context(_env: &mut Env, _context: JObject) -> jni::errors::Result<()> {
    Ok(())
}

/// On Android no server can be verified without the context.
pub(crate) fn require_initialized() -> Result<(), ConfigError> {
    match cfg!(target_os = "android") && JVM.get().is_none() {
        true => Err(ConfigError::NotInitialized),
        false => Ok(()),
    }
}

/// Attaches a thread of the runtime to the JVM for as long as it lives, so that not every call back has to.
pub(crate) fn attach_this_thread() {
    if let Some(jvm) = JVM.get() {
        let attached = jvm.attach_current_thread(|_| -> jni::errors::Result<()> { Ok(()) });
        if let Err(error) = attached {
            tracing::warn!(target: "checkout", %error, "a thread could not be attached to the JVM");
        }
    }
}
