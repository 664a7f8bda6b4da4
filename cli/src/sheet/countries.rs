//! Countries by their English names, which the sheet leaves to the platform.

/// Such as `United Kingdom of Great Britain and Northern Ireland`; the code itself where it has no name.
pub(super) fn name(code: &str) -> &str {
    // Not in the standard, but in use, and in the form.
    if code == "XK" {
        return "Kosovo";
    }
    let name = rust_iso3166::from_alpha2(code).map_or(code, |country| country.name);
    // `Niger (the)`, as the standard sorts them.
    name.strip_suffix(" (the)").unwrap_or(name)
}

/// The one country that is meant by a code, a name or the beginning of one, or all that may be.
pub(super) fn find(typed: &str, codes: &[&'static str]) -> Result<&'static str, Vec<&'static str>> {
    let typed = typed.trim().to_lowercase();
    if let Some(code) = codes.iter().find(|code| code.eq_ignore_ascii_case(&typed)) {
        return Ok(code);
    }
    let named = |is_meant: &dyn Fn(&str) -> bool| {
        let meant = codes.iter().filter(|code| is_meant(&name(code).to_lowercase()));
        meant.copied().collect::<Vec<_>>()
    };
    for meant in [named(&|name| name == typed), named(&|name| name.starts_with(&typed))] {
        if let [one] = meant[..] {
            return Ok(one);
        }
    }
    Err(named(&|name| name.contains(&typed)))
}

#[cfg(test)]
mod tests {
    use checkout_core::input::countries;

    use super::*;

    #[test]
    fn every_country_of_a_form_has_a_name() {
        let unnamed: Vec<&str> = countries().into_iter().filter(|code| name(code) == *code).collect();
        assert_eq!(unnamed, [""; 0]);
    }

    #[test]
    fn a_country_is_found_by_code_and_by_name() {
        for (typed, code) in [
            (" gb ", "GB"),
            ("it", "IT"),
            ("italy", "IT"),
            ("Niger", "NE"),
            ("united king", "GB"),
            ("kosovo", "XK"),
            ("Frankreich", ""),
            ("united", ""),
        ] {
            assert_eq!(find(typed, &countries()).unwrap_or_default(), code, "{typed}");
        }
        let united = find("united", &countries()).unwrap_err();
        assert!(
            united.contains(&"GB") && united.contains(&"US") && united.contains(&"AE"),
            "{united:?}"
        );
        assert_eq!(find("nowhere", &countries()), Err(Vec::new()));
    }
}
