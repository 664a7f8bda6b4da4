//! Lists in pages, newest first. A cursor is the id of the item it stands at.

use super::Refusal;

/// Which page is wanted.
pub(crate) struct Cursor {
    pub(crate) limit: usize,
    /// Only what is newer than this item.
    pub(crate) before: Option<String>,
    /// Only what is older than this item.
    pub(crate) after: Option<String>,
}

impl Cursor {
    pub(crate) const DEFAULT_LIMIT: usize = 50;
}

/// A page, and the cursors of its neighbours, where there are any.
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

/// Cuts a page out of `items`, which are in order.
pub(crate) fn page<'a, T>(items: Vec<&'a T>, id: impl Fn(&T) -> &str, cursor: &Cursor) -> Result<Page<&'a T>, Refusal> {
    let place = |field: &str, wanted: &Option<String>| match wanted {
        None => Ok(None),
        Some(wanted) => match items.iter().position(|item| id(item) == wanted) {
            Some(place) => Ok(Some(place)),
            None => Err(Refusal::Invalid {
                field: field.to_owned(),
                message: "is not a cursor of this list".to_owned(),
            }),
        },
    };
    let from = place("after", &cursor.after)?.map_or(0, |place| place + 1);
    let to = place("before", &cursor.before)?.unwrap_or(items.len()).max(from);
    // Going back, the page is the one that ends where the last one began.
    let from = if cursor.before.is_some() && cursor.after.is_none() {
        to.saturating_sub(cursor.limit)
    } else {
        from
    };
    let to = to.min(from.saturating_add(cursor.limit));
    let shown = &items[from..to];
    let cursor_of = |item: Option<&&T>| item.map(|item| id(item).to_owned());
    Ok(Page {
        before: if from > 0 { cursor_of(shown.first()) } else { None },
        after: if to < items.len() {
            cursor_of(shown.last())
        } else {
            None
        },
        items: shown.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ITEMS: [&str; 5] = ["e", "d", "c", "b", "a"];

    fn get(limit: usize, before: Option<&str>, after: Option<&str>) -> (String, Option<String>, Option<String>) {
        let cursor = Cursor {
            limit,
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        };
        let page = page(ITEMS.iter().collect(), |item| item, &cursor).unwrap();
        (page.items.into_iter().copied().collect(), page.before, page.after)
    }

    #[test]
    fn pages_forward_and_back() {
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(get(2, None, None), ("ed".to_owned(), None, text("d")));
        assert_eq!(get(2, None, Some("d")), ("cb".to_owned(), text("c"), text("b")));
        assert_eq!(get(2, None, Some("b")), ("a".to_owned(), text("a"), None));
        assert_eq!(get(2, Some("c"), None), ("ed".to_owned(), None, text("d")));
        assert_eq!(get(2, Some("a"), None), ("cb".to_owned(), text("c"), text("b")));
        assert_eq!(get(9, Some("b"), Some("e")), ("dc".to_owned(), text("d"), text("c")));
        assert_eq!(get(9, Some("e"), Some("a")), (String::new(), None, None));
    }

    #[test]
    fn a_cursor_of_another_list_is_refused() {
        let cursor = Cursor {
            limit: 1,
            before: None,
            after: Some("x".to_owned()),
        };
        assert!(page(ITEMS.iter().collect(), |item| item, &cursor).is_err());
    }
}
