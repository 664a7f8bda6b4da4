//! Enums without fields that are the same on both sides.

/// Declares a UniFFI enum with the variants of a core enum, and the conversions from it and to it. A variant that the
/// core has and the mirror lacks does not compile.
macro_rules! mirror {
    ($(#[$meta:meta])* $name:ident = $core:path { $($(#[$variant_meta:meta])* $variant:ident,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
        pub enum $name { $($(#[$variant_meta])* $variant,)+ }

        impl From<$core> for $name {
            fn from(core: $core) -> Self {
                match core { $(<$core>::$variant => $name::$variant,)+ }
            }
        }

        impl From<$name> for $core {
            fn from(mirrored: $name) -> Self {
                match mirrored { $($name::$variant => <$core>::$variant,)+ }
            }
        }
    };
}

pub(crate) use mirror;
