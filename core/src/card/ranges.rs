//! The number ranges of the schemes. A help, and no gate: who is not in the table is unknown, and not refused.
//!
//! The table is that of D6-01. Its source is the npm package `credit-card-type` 10.3.0, which is maintained, completed by
//! what Discover publishes about the UnionPay cards in its network and by Denmark's Dankort; `core/tests/card_ranges.rs`
//! holds the one against the other and explains every difference.

use super::scheme::CardScheme::{self, Amex, Diners, Discover, Jcb, Maestro, Mastercard, UnionPay, Visa};

/// Numbers of one kind: whose they are, and how they begin, from one beginning to another of the same length.
struct Ranges {
    /// Those that the number is of, the one whose name it goes by first. Empty: a scheme that Dojo has no name for.
    schemes: &'static [CardScheme],
    beginnings: &'static [(u32, u32)],
}

/// Where ranges overlap, the one with the longer beginning counts.
#[rustfmt::skip]
const TABLE: &[Ranges] = &[
    Ranges { schemes: &[Visa], beginnings: &[(4, 4)] },
    Ranges { schemes: &[Mastercard], beginnings: &[(51, 55), (2221, 2720)] },
    Ranges { schemes: &[Amex], beginnings: &[(34, 34), (37, 37)] },
    Ranges { schemes: &[Maestro], beginnings: &[(50, 50), (56, 59), (6013, 6013), (63, 63), (67, 67)] },
    Ranges { schemes: &[Maestro, Visa], beginnings: &[(493698, 493698)] },
    Ranges { schemes: &[Discover], beginnings: &[(6011, 6011), (644, 649), (65, 65)] },
    Ranges { schemes: &[Diners], beginnings: &[(300, 305), (3095, 3095), (36, 36), (38, 39)] },
    Ranges { schemes: &[Jcb], beginnings: &[(1800, 1800), (2131, 2131), (3528, 3589)] },
    Ranges { schemes: &[UnionPay], beginnings: &[(62, 62), (8100, 8171)] },
    Ranges {
        schemes: &[UnionPay, Discover],
        beginnings: &[(622126, 622925), (624000, 626999), (628200, 628899)],
    },
    // Dankort, Elo, Hiper, Hipercard, Mir, Naranja, Troy, Verve.
    Ranges { schemes: &[], beginnings: &[(5019, 5019)] },
    Ranges {
        schemes: &[],
        beginnings: &[
            (401178, 401179), (431274, 431274), (438935, 438935), (451416, 451416), (457393, 457393),
            (457631, 457632), (504175, 504175), (506699, 506778), (509000, 509999), (627780, 627780),
            (636297, 636297), (636368, 636368), (650031, 650033), (650035, 650051), (650405, 650439),
            (650485, 650538), (650541, 650598), (650700, 650718), (650720, 650727), (650901, 650978),
            (651652, 651679), (655000, 655019), (655021, 655058),
        ],
    },
    Ranges {
        schemes: &[],
        beginnings: &[
            (637095, 637095), (63737423, 63737423), (63743358, 63743358), (637568, 637568), (637599, 637599),
            (637609, 637609), (637612, 637612),
        ],
    },
    Ranges { schemes: &[], beginnings: &[(606282, 606282)] },
    Ranges { schemes: &[], beginnings: &[(2200, 2204)] },
    Ranges { schemes: &[], beginnings: &[(402918, 402918), (527572, 527572), (589562, 589562)] },
    Ranges {
        schemes: &[],
        beginnings: &[
            (9792, 9792), (650052, 650052), (650082, 650083), (650092, 650092), (650161, 650161), (650170, 650170),
            (650173, 650173), (650175, 650175), (650268, 650268), (650271, 650271), (650273, 650274),
            (650456, 650457), (650836, 650836), (650846, 650850), (650923, 650923), (650987, 650987),
            (650990, 650990), (654997, 654997), (657366, 657366), (657998, 657998), (658758, 658758),
            (658767, 658768), (65083700, 65083704), (65085800, 65085804), (65085900, 65085901),
            (65086000, 65086000), (65086100, 65086105), (65086200, 65086203), (65875000, 65875003),
            (65875009, 65875009), (65875101, 65875104), (65875200, 65875200), (65875501, 65875501),
            (65875601, 65875601), (65875900, 65875900), (65876000, 65876002), (65876100, 65876103),
            (65876110, 65876110), (65876115, 65876116), (65876200, 65876201), (65876500, 65876500),
            (65876504, 65876505), (65876600, 65876602), (65877100, 65877101), (65877600, 65877602),
            (65877700, 65877700), (65877801, 65877802), (65878200, 65878202), (65878300, 65878311),
            (65878400, 65878405), (65878500, 65878505), (65878600, 65878601), (65879800, 65879800),
            (65880800, 65880800), (65880900, 65880900),
        ],
    },
    Ranges {
        schemes: &[],
        beginnings: &[
            (506099, 506127), (506129, 506129), (506133, 506150), (506158, 506163), (506166, 506166),
            (506168, 506168), (506170, 506170), (506173, 506173), (506176, 506180), (506184, 506184),
            (506187, 506188), (506191, 506191), (506195, 506195), (506197, 506197), (507865, 507866),
            (507868, 507877), (507880, 507888), (507900, 507900), (507941, 507941),
        ],
    },
];

/// No range looks further into a number than this.
const LONGEST_BEGINNING: u32 = 8;

/// What a number can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Issuer {
    /// Of these schemes, the one whose name it goes by first.
    Ours(&'static [CardScheme]),
    /// Of a scheme that Dojo has no name for.
    Foreign,
    /// In no range.
    Unknown,
}

impl Issuer {
    pub(super) fn schemes(self) -> &'static [CardScheme] {
        match self {
            Issuer::Ours(schemes) => schemes,
            Issuer::Foreign | Issuer::Unknown => &[],
        }
    }
}

/// What a number that begins with these ASCII digits can be, each once.
pub(super) fn issuers(digits: &str) -> Vec<Issuer> {
    let span = Span::of_digits(digits);
    // Whose a number is changes only where a range begins or has ended.
    let mut issuers = vec![issuer_at(span.first)];
    for (range, ..) in ranges().filter(|(range, ..)| range.overlaps(span)) {
        for place in [range.first, range.last + 1] {
            let issuer = issuer_at(place);
            if span.contains(place) && !issuers.contains(&issuer) {
                issuers.push(issuer);
            }
        }
    }
    issuers
}

fn issuer_at(place: u32) -> Issuer {
    let here = ranges().filter(|(range, ..)| range.contains(place));
    match here.max_by_key(|(_, digits, _)| *digits) {
        Some((.., [])) => Issuer::Foreign,
        Some((.., schemes)) => Issuer::Ours(schemes),
        None => Issuer::Unknown,
    }
}

/// Every range: where it lies, how many digits its beginnings have, whose it is.
fn ranges() -> impl Iterator<Item = (Span, u32, &'static [CardScheme])> {
    TABLE.iter().flat_map(|ranges| {
        let of_beginnings = |(first, last): &(u32, u32)| {
            let digits = first.ilog10() + 1;
            (Span::of_beginnings(*first, *last, digits), digits, ranges.schemes)
        };
        ranges.beginnings.iter().map(of_beginnings)
    })
}

/// An interval of beginnings with eight digits, so that shorter ones can be compared.
#[derive(Clone, Copy)]
struct Span {
    first: u32,
    last: u32,
}

impl Span {
    fn of_digits(digits: &str) -> Self {
        let known = digits.bytes().take(LONGEST_BEGINNING as usize);
        let (beginning, count) = known.fold((0, 0), |(beginning, count), digit| {
            (beginning * 10 + u32::from(digit.saturating_sub(b'0')), count + 1)
        });
        Span::of_beginnings(beginning, beginning, count)
    }

    fn of_beginnings(first: u32, last: u32, digits: u32) -> Self {
        let width = 10u32.pow(LONGEST_BEGINNING - digits);
        Span {
            first: first * width,
            last: last * width + (width - 1),
        }
    }

    fn overlaps(self, other: Span) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    fn contains(self, place: u32) -> bool {
        (self.first..=self.last).contains(&place)
    }
}
