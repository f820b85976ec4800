//! The lexicon from the files that are compiled in.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Lexicon;
use super::classes::{Names, Verbs};
use super::series::Series;
use super::unit::{Unit, UnitKind};
use super::words::Words;
use crate::error::{Error, Kind, Result};
use crate::fact::{Comparator, ProjectKind};

const UNITS: &str = include_str!(concat!(env!("OUT_DIR"), "/units.json"));
const COMPARATORS: &str = include_str!(concat!(env!("OUT_DIR"), "/comparators.json"));
const INDICATORS: &str = include_str!(concat!(env!("OUT_DIR"), "/indicators.json"));
const NUMBERS: &str = include_str!(concat!(env!("OUT_DIR"), "/numbers.json"));
const PREDICATES: &str = include_str!(concat!(env!("OUT_DIR"), "/predicates.json"));
const DISMISSALS: &str = include_str!(concat!(env!("OUT_DIR"), "/dismissals.json"));
const PERIODS: &str = include_str!(concat!(env!("OUT_DIR"), "/periods.json"));
const VERBS: &str = include_str!(concat!(env!("OUT_DIR"), "/verbs.json"));
const MILESTONES: &str = include_str!(concat!(env!("OUT_DIR"), "/milestones.json"));
const NAMES: &str = include_str!(concat!(env!("OUT_DIR"), "/names.json"));
const PHASES: &str = include_str!(concat!(env!("OUT_DIR"), "/phases.json"));
const PLACES: &str = include_str!(concat!(env!("OUT_DIR"), "/places.json"));
const DOCUMENTS: &str = include_str!(concat!(env!("OUT_DIR"), "/documents.json"));
const SIGNS: &str = include_str!(concat!(env!("OUT_DIR"), "/signs.json"));

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IndicatorsFile {
    indicator: Vec<IndicatorEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IndicatorEntry {
    name: String,
    variants: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitsFile {
    group: Vec<UnitGroup>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitGroup {
    kind: UnitKind,
    units: Vec<UnitEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitEntry {
    name: String,
    #[serde(default)]
    variants: Vec<String>,
    /// Spellings before the number.
    #[serde(default)]
    before: Vec<String>,
    #[serde(default)]
    han: bool,
    #[serde(default)]
    closing: bool,
    #[serde(default)]
    one: bool,
    #[serde(default)]
    date: bool,
    #[serde(default)]
    place: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ComparatorsFile {
    comparator: Vec<ComparatorEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ComparatorEntry {
    word: String,
    before: Vec<String>,
    after: Vec<String>,
}

impl Lexicon {
    /// Loads the built-in lexicon.
    ///
    /// # Errors
    /// Only where a built-in file is broken, which a test rules out.
    pub fn builtin() -> Result<Lexicon> {
        let units: UnitsFile = parse("units.toml", UNITS)?;
        let comparators: ComparatorsFile = parse("comparators.toml", COMPARATORS)?;
        let (mut spelled, mut currencies) = (Vec::new(), Vec::new());
        for group in units.group {
            for entry in group.units {
                let unit = Unit {
                    name: entry.name.clone(),
                    kind: group.kind,
                    han: entry.han || entry.closing,
                    closing: entry.closing,
                    one: entry.one,
                    date: entry.date,
                    place: entry.place,
                };
                currencies.extend(entry.before.into_iter().map(|word| (word, unit.clone())));
                spelled.extend(entry.variants.into_iter().map(|variant| (variant, unit.clone())));
                spelled.push((entry.name, unit));
            }
        }
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for entry in comparators.comparator {
            let comparator = Comparator::ALL
                .iter()
                .copied()
                .find(|c| c.word() == entry.word)
                .ok_or_else(|| broken("comparators.toml", &entry.word))?;
            before.extend(entry.before.into_iter().map(|word| (word, comparator)));
            after.extend(entry.after.into_iter().map(|word| (word, comparator)));
        }
        let series: IndicatorsFile = parse("indicators.toml", INDICATORS)?;
        let series = Series::new(series.indicator.into_iter().map(|entry| (entry.name, entry.variants)));
        let verbs: Verbs = parse("verbs.toml", VERBS)?;
        let names: Names = parse("names.toml", NAMES)?;
        let kinds = [
            (&names.projects, ProjectKind::Project),
            (&names.sites, ProjectKind::Site),
            (&names.roads, ProjectKind::Road),
            (&names.programmes, ProjectKind::Programme),
        ];
        let heads =
            Words::new(kinds.iter().flat_map(|(class, kind)| class.spelled().map(|word| (word, *kind))));
        let silent = [&names.hollow, &verbs.actions, &verbs.manners, &names.borders, &names.hard_borders];
        let mut common: BTreeMap<String, bool> = names.generic.spelled().map(|word| (word, true)).collect();
        common.extend(silent.iter().flat_map(|class| class.spelled()).map(|word| (word, false)));
        let common = Words::new(common);
        Ok(Lexicon {
            series,
            units: Words::new(spelled),
            units_before: Words::new(currencies),
            comparators_before: Words::new(before),
            comparators_after: Words::new(after),
            numbers: parse("numbers.toml", NUMBERS)?,
            predicates: parse("predicates.toml", PREDICATES)?,
            verbs,
            dismissals: parse("dismissals.toml", DISMISSALS)?,
            periods: parse("periods.toml", PERIODS)?,
            milestones: parse("milestones.toml", MILESTONES)?,
            phases: parse("phases.toml", PHASES)?,
            places: parse("places.toml", PLACES)?,
            documents: parse("documents.toml", DOCUMENTS)?,
            signs: parse("signs.toml", SIGNS)?,
            heads,
            common,
            names,
        })
    }
}

fn parse<T: for<'a> Deserialize<'a>>(file: &str, text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|e| broken(file, &e.to_string()))
}

fn broken(file: &str, what: &str) -> Error {
    Error::new(Kind::Archive, format!("built-in lexicon {file} is broken: {what}"))
}
