//! The model's file format.
//!
//! A mark, a checksum, then each part of the model in order. Matrices are kept in 16 bits a value with a scale for each
//! row, vectors of words in 8 bits.

use crate::bytes::{Reader, Writer};
use crate::classify::Classifier;
use crate::input::{Index, Table};
use crate::lemma::{Case, Lemmatizer, Script};
use crate::model::{Labels, Model, Vocabulary};
use crate::net::{Matrix, Shape, Weights};
use crate::random::hash;
use crate::segment::Segmenter;
use crate::work::Kept;
use demarche_text::{Str, Upos};

/// Why bytes are no model.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// Another kind of file, or a model of another version of the program.
    #[error("expected a model of format {expected}, but found other bytes")]
    Mark {
        /// The format this program reads.
        expected: &'static str,
    },
    /// The file was cut short.
    #[error("byte {at}: expected more of the model, but found its end")]
    Short {
        /// Offset.
        at: usize,
    },
    /// The bytes were changed.
    #[error("expected a model with checksum {expected:016x}, but found {found:016x}")]
    Checksum {
        /// What the file says.
        expected: u64,
        /// What its bytes give.
        found: u64,
    },
    /// A string that is no UTF-8.
    #[error("byte {at}: expected UTF-8")]
    Text {
        /// Offset.
        at: usize,
    },
    /// A number out of its range.
    #[error("byte {at}: expected {what}, but found {found}")]
    Value {
        /// Offset.
        at: usize,
        /// What the number is.
        what: &'static str,
        /// What the file has.
        found: usize,
    },
}

/// First bytes of a model.
const MARK: &str = "DMSYN003";

/// The tags of more types would not fit the byte that the search keeps for each.
const MOST_ENTITY_TYPES: usize = 63;

impl Model {
    /// Reads what [`Model::write`] wrote.
    ///
    /// # Errors
    /// If `bytes` are no model of this version, or were changed or cut.
    pub fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        let rest = bytes.strip_prefix(MARK.as_bytes()).ok_or(ModelError::Mark { expected: MARK })?;
        let (sum, rest) = rest.split_first_chunk::<8>().ok_or(ModelError::Short { at: MARK.len() })?;
        let (expected, found) = (u64::from_le_bytes(*sum), hash(0, rest));
        if expected != found {
            return Err(ModelError::Checksum { expected, found });
        }
        let mut r = Reader::new(rest);
        let labels = read_labels(&mut r)?;
        let shape = read_shape(&mut r, &labels)?;
        let model = Self {
            vocabulary: read_vocabulary(&mut r, shape.hidden)?,
            weights: read_weights(&mut r, shape)?,
            lemmas: read_lemmas(&mut r)?,
            segmenter: read_segmenter(&mut r)?,
            labels,
            shape,
            kept: Kept::default(),
        };
        if r.is_done() { Ok(model) } else { Err(ModelError::Value { at: r.at(), what: "the end", found: 0 }) }
    }

    /// The model as bytes: equal models give equal bytes.
    pub fn write(&self) -> Vec<u8> {
        let mut w = Writer::default();
        write_labels(&mut w, &self.labels);
        let Shape { hidden, layers, arc, label, .. } = self.shape;
        for size in [hidden, layers, arc, label] {
            w.number(size);
        }
        w.all(self.vocabulary.keys.iter().map(|k| k.to_le_bytes()));
        write_table(&mut w, &self.vocabulary.words);
        write_table(&mut w, &self.vocabulary.pieces);
        self.weights.list().into_iter().for_each(|m| write_matrix(&mut w, m));
        write_lemmas(&mut w, &self.lemmas);
        write_segmenter(&mut w, &self.segmenter);
        let sum = hash(0, &w.bytes).to_le_bytes();
        [MARK.as_bytes(), &sum, &w.bytes].concat()
    }
}

fn write_labels(w: &mut Writer, labels: &Labels) {
    for list in [&labels.xpos, &labels.feats, &labels.relations, &labels.entities] {
        w.number(list.len());
        for label in list {
            w.string(label);
        }
    }
    w.number(labels.triples.len());
    for &(upos, xpos, feats) in &labels.triples {
        for number in [upos as usize, usize::from(xpos), usize::from(feats)] {
            w.number(number);
        }
    }
}

fn read_labels(r: &mut Reader<'_>) -> Result<Labels, ModelError> {
    let mut list = || -> Result<Vec<Str>, ModelError> {
        (0..r.number_to(usize::from(u16::MAX), "a number of labels")?).map(|_| r.string()).collect()
    };
    let (xpos, feats, relations, entities) = (list()?, list()?, list()?, list()?);
    if entities.len() > MOST_ENTITY_TYPES {
        return Err(ModelError::Value {
            at: r.at(),
            what: "63 types of entity at most",
            found: entities.len(),
        });
    }
    let count = r.number_to(1 << 20, "a number of tags")?;
    let mut triples = Vec::new();
    for _ in 0..count {
        let upos = Upos::ALL[r.number_to(Upos::ALL.len() - 1, "a UPOS")?];
        let x = r.number_to(xpos.len().wrapping_sub(1).min(usize::from(u16::MAX)), "an XPOS")?;
        let f = r.number_to(feats.len().wrapping_sub(1).min(usize::from(u16::MAX)), "a FEATS")?;
        triples.push((upos, x as u16, f as u16));
    }
    let known = |&(_, x, f): &(Upos, u16, u16)| usize::from(x) < xpos.len() && usize::from(f) < feats.len();
    if !triples.iter().all(known) {
        return Err(ModelError::Value { at: r.at(), what: "known tags", found: count });
    }
    Ok(Labels { xpos, feats, relations, entities, triples })
}

fn read_shape(r: &mut Reader<'_>, labels: &Labels) -> Result<Shape, ModelError> {
    let mut size = |what| {
        let at = r.at();
        match r.number_to(4096, what)? {
            0 => Err(ModelError::Value { at, what, found: 0 }),
            size => Ok(size),
        }
    };
    Ok(Shape {
        hidden: size("a hidden width")?,
        layers: size("a number of layers")?,
        arc: size("an arc width")?,
        label: size("a label width")?,
        tags: labels.columns()[3].end,
        relations: labels.relations.len(),
    })
}

fn read_vocabulary(r: &mut Reader<'_>, width: usize) -> Result<Vocabulary, ModelError> {
    let keys = r.all(u64::from_le_bytes)?;
    let words = read_table(r, width)?;
    let at = r.at();
    let pieces = read_table(r, width)?;
    if !pieces.scales.len().is_power_of_two() {
        return Err(ModelError::Value { at, what: "a power of two", found: pieces.scales.len() });
    }
    Ok(Vocabulary { index: Index::new(&keys), keys, words, pieces })
}

fn write_table(w: &mut Writer, table: &Table) {
    w.all(table.scales.iter().map(|s| s.to_le_bytes()));
    w.all(table.values.iter().map(|v| v.to_le_bytes()));
}

fn read_table(r: &mut Reader<'_>, width: usize) -> Result<Table, ModelError> {
    let scales = r.all(f32::from_le_bytes)?;
    let at = r.at();
    let values = r.all(i8::from_le_bytes)?;
    if values.len() != scales.len() * width {
        return Err(ModelError::Value { at, what: "a row for each scale", found: values.len() });
    }
    Ok(Table { width, values, scales })
}

fn write_matrix(w: &mut Writer, matrix: &Matrix) {
    for row in matrix.data.chunks_exact(matrix.cols.max(1)) {
        let top = row.iter().fold(0.0f32, |m, x| m.max(x.abs())).max(1e-20);
        w.bytes.extend((top / 32_767.0).to_le_bytes());
        w.bytes.extend(row.iter().flat_map(|x| ((x / top * 32_767.0).round() as i16).to_le_bytes()));
    }
}

fn read_weights(r: &mut Reader<'_>, shape: Shape) -> Result<Weights, ModelError> {
    // Checked before the memory is asked for.
    let at = r.at();
    let mut needed = 0usize;
    let Shape { hidden, layers, arc, label, tags, relations } = shape;
    for (rows, cols) in
        [(2 * hidden * layers, 6 * hidden), (2 * hidden, tags), (arc, arc), (3 * label, relations)]
    {
        needed = needed.saturating_add(rows.saturating_mul(4 + 2 * cols));
    }
    if r.left() < needed {
        return Err(ModelError::Short { at });
    }
    let mut weights = Weights::zeros(shape);
    for matrix in weights.list_mut() {
        for row in matrix.data.chunks_exact_mut(matrix.cols.max(1)) {
            let mut scale = [0; 4];
            scale.copy_from_slice(r.take(4)?);
            let scale = f32::from_le_bytes(scale);
            let (values, _) = r.take(2 * row.len())?.as_chunks::<2>();
            row.iter_mut().zip(values).for_each(|(x, v)| *x = scale * f32::from(i16::from_le_bytes(*v)));
        }
    }
    Ok(weights)
}

fn write_lemmas(w: &mut Writer, lemmas: &Lemmatizer) {
    w.number(lemmas.scripts.len());
    for Script { case, cut, add } in &lemmas.scripts {
        w.number(*case as usize);
        w.number(usize::from(*cut));
        w.string(add);
    }
    w.all(lemmas.keys.iter().map(|k| k.to_le_bytes()));
    w.all(lemmas.chosen.iter().map(|c| c.to_le_bytes()));
    w.all(lemmas.known.iter().map(|k| k.to_le_bytes()));
}

fn read_lemmas(r: &mut Reader<'_>) -> Result<Lemmatizer, ModelError> {
    let count = r.number_to(usize::from(u16::MAX), "a number of scripts")?;
    let mut scripts = Vec::new();
    for _ in 0..count {
        let case = [Case::Lower, Case::Keep, Case::Title][r.number_to(2, "a case")?];
        let cut = r.number_to(255, "a number of letters")? as u8;
        scripts.push(Script { case, cut, add: r.string()? });
    }
    let (keys, chosen) = (r.all(u64::from_le_bytes)?, r.all(u16::from_le_bytes)?);
    Ok(Lemmatizer::new(scripts, keys, chosen, r.all(u32::from_le_bytes)?))
}

fn write_segmenter(w: &mut Writer, segmenter: &Segmenter) {
    for classifier in [&segmenter.borders, &segmenter.ends, &segmenter.expands] {
        w.bytes.extend(classifier.scale.to_le_bytes());
        w.all(classifier.weights.iter().map(|v| v.to_le_bytes()));
    }
    w.number(segmenter.expansions.len());
    for (surface, words) in &segmenter.expansions {
        w.string(surface);
        w.number(words.len());
        for word in words {
            w.string(word);
        }
    }
    w.all(segmenter.split_letters.iter().map(|k| k.to_le_bytes()));
    w.number(usize::from(segmenter.split_any_letters));
    w.all(segmenter.joins.iter().map(|k| k.to_le_bytes()));
}

fn read_segmenter(r: &mut Reader<'_>) -> Result<Segmenter, ModelError> {
    let mut classifier = |classes| -> Result<Classifier, ModelError> {
        let mut scale = [0; 4];
        scale.copy_from_slice(r.take(4)?);
        Ok(Classifier { classes, scale: f32::from_le_bytes(scale), weights: r.all(i16::from_le_bytes)? })
    };
    let (borders, ends, expands) = (classifier(3)?, classifier(2)?, classifier(2)?);
    let mut expansions = std::collections::BTreeMap::new();
    for _ in 0..r.number()? {
        let surface = r.string()?;
        let at = r.at();
        let count = r.number_to(64, "a number of words")?;
        if count == 0 {
            return Err(ModelError::Value { at, what: "words", found: 0 });
        }
        expansions.insert(surface, (0..count).map(|_| r.string()).collect::<Result<_, _>>()?);
    }
    Ok(Segmenter {
        borders,
        ends,
        expands,
        expansions,
        split_letters: r.all(u64::from_le_bytes)?,
        split_any_letters: r.number_to(1, "0 or 1")? == 1,
        joins: r.all(u64::from_le_bytes)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;
    use crate::{Corpora, Dev, TrainConfig, Vectors, train};
    use demarche_text::conllu;

    fn small() -> Model {
        let source = "1\tDogs\tdog\tNOUN\tNNS\tNumber=Plur\t2\tnsubj\t_\t_\n\
            2\tbark\tbark\tVERB\tVBP\t_\t0\troot\t_\t_\n\n";
        let read = conllu::read(source).unwrap();
        let config = TrainConfig {
            epochs: 2,
            hidden: 4,
            layers: 1,
            arc: 4,
            label: 4,
            pieces: 16,
            ..TrainConfig::default()
        };
        train(
            &config,
            Corpora { treebanks: std::slice::from_ref(&read), ..Corpora::default() },
            &Vectors::default(),
            Dev { trees: &read.sentences, entities: &[] },
            &mut |_| (),
        )
    }

    #[test]
    fn the_same_training_gives_the_same_bytes() {
        let bytes = small().write();
        assert_eq!(bytes, small().write());
        assert_eq!(bytes, Model::read(&bytes).unwrap().write());
    }

    #[test]
    fn changed_or_cut_bytes_are_refused() {
        let bytes = small().write();
        for len in (0..bytes.len()).step_by(97) {
            assert!(Model::read(&bytes[..len]).is_err());
        }
        let mut changed = bytes.clone();
        changed[bytes.len() / 2] ^= 1;
        let error = Model::read(&changed).unwrap_err().to_string();
        assert!(error.starts_with("expected a model with checksum"), "{error}");
        insta::assert_snapshot!(
            Model::read(b"%PDF-1.7").unwrap_err(),
            @"expected a model of format DMSYN003, but found other bytes"
        );
    }

    /// Even with a checksum that fits, odd bytes give an error or a model that annotates, never a panic.
    #[test]
    fn forged_bytes_do_no_harm() {
        let bytes = small().write();
        let body = MARK.len() + 8;
        let mut random = Random::new(11);
        for _ in 0..2000 {
            let mut forged = bytes.clone();
            for _ in 0..=random.below(3) {
                let at = body + random.below(bytes.len().min(body + 3000) - body);
                forged[at] = random.bits() as u8;
            }
            let sum = hash(0, &forged[body..]).to_le_bytes();
            forged[MARK.len()..body].copy_from_slice(&sum);
            if let Ok(model) = Model::read(&forged) {
                let _ = model.parse("Dogs bark. They don't stop: \u{201C}U.S.\u{201D} dogs.");
            }
        }
    }
}
