//! One line typed by a person. It can be given up at any moment, because a sheet goes on while somebody types.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, poll, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use unicode_width::UnicodeWidthChar;
use zeroize::Zeroizing;

use crate::shown::shown;

/// How often a line that is being typed looks whether it is still wanted.
const LOOK: Duration = Duration::from_millis(20);
/// So much is typed into a buffer that never moves: what moves leaves a copy behind, and cards are typed here.
const CAPACITY: usize = 4096;

/// What shows of what is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Echo {
    /// All of it.
    Shown,
    /// A star for each character.
    Masked,
    /// Nothing.
    Hidden,
}

/// How a line ended.
pub(super) enum Line {
    /// With Enter.
    Text(Zeroizing<String>),
    /// With Esc.
    Escape,
    /// With Ctrl-C, or Ctrl-D on an empty line.
    Interrupt,
    /// Nobody can type (any more).
    Gone,
}

/// Held while a line is being typed: whoever prints waits until the terminal is as it was.
static TERMINAL: Mutex<()> = Mutex::new(());

/// Waits until no line is being typed.
pub(super) fn terminal() -> MutexGuard<'static, ()> {
    TERMINAL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Reads a line. Dropping the future gives the line up.
///
/// `afresh`: what was typed before the question was seen is thrown away; it answers another one.
pub(super) async fn read_line(question: String, echo: Echo, afresh: bool) -> Line {
    let given_up = Arc::new(AtomicBool::new(false));
    let _given_up_when_dropped = GiveUp(Arc::clone(&given_up));
    let typing = tokio::task::spawn_blocking(move || edit(&question, echo, afresh, &given_up));
    match typing.await {
        Ok(Ok(line)) => line,
        Ok(Err(_)) | Err(_) => Line::Gone,
    }
}

struct GiveUp(Arc<AtomicBool>);

impl Drop for GiveUp {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// The terminal gives every key at once, and shows none by itself.
struct Raw;

impl Raw {
    fn enable() -> io::Result<Raw> {
        enable_raw_mode().map(|()| Raw)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // There is nobody to tell, and nothing else to try.
        let _ = disable_raw_mode();
        eprintln!();
    }
}

fn edit(question: &str, echo: Echo, afresh: bool, given_up: &AtomicBool) -> io::Result<Line> {
    let _terminal = terminal();
    if given_up.load(Ordering::Relaxed) {
        return Ok(Line::Escape);
    }
    let _raw = Raw::enable()?;
    while afresh && poll(Duration::ZERO)? {
        read()?;
    }
    print(&shown(question));
    let mut line = Zeroizing::new(String::with_capacity(CAPACITY));
    loop {
        if given_up.load(Ordering::Relaxed) {
            return Ok(Line::Escape);
        }
        if !poll(LOOK)? {
            continue;
        }
        let Event::Key(key) = read()? else { continue };
        match pressed(key) {
            Key::Character(c) if line.len() + c.len_utf8() <= CAPACITY => {
                line.push(c);
                print(&echoed(c, echo));
            }
            Key::Erase => erase(&mut line, echo),
            Key::EraseAll => {
                while !line.is_empty() {
                    erase(&mut line, echo);
                }
            }
            Key::Enter => return Ok(Line::Text(line)),
            Key::Escape => return Ok(Line::Escape),
            Key::Interrupt => return Ok(Line::Interrupt),
            Key::End if line.is_empty() => return Ok(Line::Interrupt),
            Key::Character(_) | Key::End | Key::Other => {}
        }
    }
}

enum Key {
    Character(char),
    Erase,
    EraseAll,
    Enter,
    Escape,
    Interrupt,
    End,
    Other,
}

fn pressed(key: KeyEvent) -> Key {
    let with_control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        _ if key.kind == KeyEventKind::Release => Key::Other,
        KeyCode::Char('c') if with_control => Key::Interrupt,
        KeyCode::Char('d') if with_control => Key::End,
        KeyCode::Char('u') if with_control => Key::EraseAll,
        KeyCode::Char('h') if with_control => Key::Erase,
        // A pasted end of a line.
        KeyCode::Char('j' | 'm') if with_control => Key::Enter,
        KeyCode::Char(c) if !with_control && !c.is_control() => Key::Character(c),
        KeyCode::Backspace => Key::Erase,
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Escape,
        _ => Key::Other,
    }
}

fn erase(line: &mut String, echo: Echo) {
    let Some(c) = line.pop() else { return };
    let width = match echo {
        Echo::Shown => c.width().unwrap_or_default(),
        Echo::Masked => 1,
        Echo::Hidden => 0,
    };
    print(&"\u{8} \u{8}".repeat(width));
}

fn echoed(c: char, echo: Echo) -> String {
    match echo {
        // Marks that turn a line round are typed, and not obeyed.
        Echo::Shown if shown(c.encode_utf8(&mut [0; 4])).len() > c.len_utf8() => String::new(),
        Echo::Shown => c.to_string(),
        Echo::Masked => "*".to_owned(),
        Echo::Hidden => String::new(),
    }
}

fn print(text: &str) {
    eprint!("{text}");
    // A terminal that cannot be written to cannot be read either, and reading tells.
    let _ = io::stderr().flush();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_shows_of_what_is_hidden() {
        assert_eq!(echoed('4', Echo::Shown), "4");
        assert_eq!(echoed('4', Echo::Masked), "*");
        assert_eq!(echoed('4', Echo::Hidden), "");
        assert_eq!(echoed('\u{202e}', Echo::Shown), "");
    }

    #[test]
    fn keys_are_what_a_terminal_means_by_them() {
        let with = |c, modifiers| pressed(KeyEvent::new(KeyCode::Char(c), modifiers));
        assert!(matches!(with('c', KeyModifiers::CONTROL), Key::Interrupt));
        assert!(matches!(with('c', KeyModifiers::NONE), Key::Character('c')));
        assert!(matches!(with('É', KeyModifiers::SHIFT), Key::Character('É')));
        assert!(matches!(with('x', KeyModifiers::CONTROL), Key::Other));
        assert!(matches!(with('\u{9b}', KeyModifiers::NONE), Key::Other));
    }
}
