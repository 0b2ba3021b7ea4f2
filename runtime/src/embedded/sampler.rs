//! Choosing the next token from the model's scores.

use super::error::EngineError;

type Result<T> = std::result::Result<T, EngineError>;

/// How tokens are chosen, and how many at most.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sampling {
    /// 0 takes the likeliest token every time; higher makes unlikely tokens likelier.
    pub(super) temperature: f32,
    /// Only the likeliest tokens that together reach this probability are in play.
    pub(super) top_p: f32,
    /// Only this many of the likeliest tokens are in play; 0 for all.
    pub(super) top_k: usize,
    /// Above 1, makes tokens of the last stretch less likely to come again.
    pub(super) repeat_penalty: f32,
    /// The same seed, prompt, options and model give the same reply.
    pub(super) seed: u64,
    /// The reply ends after this many tokens, complete or not.
    pub(super) max_tokens: usize,
    /// Texts that end the reply when they appear in it; they are not part of it.
    pub(super) stop: Vec<String>,
}

impl Default for Sampling {
    fn default() -> Self {
        Self { temperature: 0.8, top_p: 0.95, top_k: 40, repeat_penalty: 1.0, seed: 0, max_tokens: 1024, stop: Vec::new() }
    }
}

impl Sampling {
    /// Refuses values that have no meaning, naming what would.
    ///
    /// # Errors
    ///
    /// [`EngineErrorKind::Option`](super::EngineErrorKind::Option) for the first option outside its range.
    pub(super) fn check(&self) -> Result<()> {
        if !self.temperature.is_finite() || self.temperature < 0.0 {
            return Err(EngineError::option(format!(
                "the temperature is {}: give 0 (always the likeliest token) or a positive number, usually up to 2",
                self.temperature
            )));
        }
        if !(self.top_p > 0.0 && self.top_p <= 1.0) {
            return Err(EngineError::option(format!(
                "top_p is {}: give a number above 0 and up to 1, where 1 leaves all tokens in play",
                self.top_p
            )));
        }
        if !(self.repeat_penalty > 0.0 && self.repeat_penalty.is_finite()) {
            return Err(EngineError::option(format!(
                "the repeat penalty is {}: give a positive number, where 1 is no penalty",
                self.repeat_penalty
            )));
        }
        if self.max_tokens == 0 {
            return Err(EngineError::option("max_tokens is 0, which leaves no room for a reply: give at least 1"));
        }
        if self.stop.iter().any(String::is_empty) {
            return Err(EngineError::option("a stop sequence is empty, which would end every reply at once: remove it"));
        }
        Ok(())
    }
}

/// A token that may come next, with the model's score for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scored {
    pub(super) token: u32,
    pub(super) score: f32,
}

/// Chooses tokens by the options given, with its own stream of random numbers.
pub(super) struct Sampler {
    temperature: f32,
    top_p: f32,
    top_k: usize,
    repeat_penalty: f32,
    random: Random,
    recent: Vec<u32>,
}

impl Sampler {
    pub(super) fn new(sampling: &Sampling) -> Self {
        Self {
            temperature: sampling.temperature,
            top_p: sampling.top_p,
            top_k: sampling.top_k,
            repeat_penalty: sampling.repeat_penalty,
            random: Random(sampling.seed),
            recent: Vec::new(),
        }
    }

    /// Chooses one of the candidates, which may be put in another order.
    pub(super) fn choose(&mut self, candidates: &mut Vec<Scored>) -> Result<u32> {
        candidates.retain(|candidate| !candidate.score.is_nan() && candidate.score < f32::INFINITY);
        self.penalize(candidates);
        let best = candidates.iter().copied().reduce(|best, next| if next.score > best.score { next } else { best });
        let best = best.ok_or_else(|| EngineError::inference("the model gave no token a usable score"))?;
        if self.temperature == 0.0 {
            return Ok(best.token);
        }
        self.keep_likeliest(candidates);
        Ok(self.draw(candidates, best))
    }

    /// Notes a token as come, so that the penalty knows of it.
    pub(super) fn note(&mut self, token: u32) {
        const REMEMBERED: usize = 64;
        if self.has_penalty() {
            self.recent.push(token);
            self.recent.drain(..self.recent.len().saturating_sub(REMEMBERED));
        }
    }

    fn has_penalty(&self) -> bool {
        (self.repeat_penalty - 1.0).abs() > f32::EPSILON
    }

    fn penalize(&self, candidates: &mut [Scored]) {
        if !self.has_penalty() {
            return;
        }
        for candidate in candidates.iter_mut().filter(|candidate| self.recent.contains(&candidate.token)) {
            // A score below zero becomes less likely when it grows, not when it shrinks.
            let penalty = if candidate.score > 0.0 { self.repeat_penalty.recip() } else { self.repeat_penalty };
            candidate.score *= penalty;
        }
    }

    fn keep_likeliest(&self, candidates: &mut Vec<Scored>) {
        let by_score = |a: &Scored, b: &Scored| b.score.total_cmp(&a.score).then(a.token.cmp(&b.token));
        if self.top_k > 0 && self.top_k < candidates.len() {
            candidates.select_nth_unstable_by(self.top_k, by_score);
            candidates.truncate(self.top_k);
        }
        if self.top_p >= 1.0 {
            return;
        }
        candidates.sort_unstable_by(by_score);
        let highest = candidates.first().map_or(0.0, |candidate| candidate.score);
        let total: f64 = candidates.iter().map(|candidate| self.weight(*candidate, highest)).sum();
        let mut reached = 0.0;
        let enough = candidates.iter().position(|candidate| {
            reached += self.weight(*candidate, highest);
            reached >= f64::from(self.top_p) * total
        });
        candidates.truncate(enough.map_or(candidates.len(), |last| last + 1));
    }

    fn draw(&mut self, candidates: &[Scored], best: Scored) -> u32 {
        let total: f64 = candidates.iter().map(|candidate| self.weight(*candidate, best.score)).sum();
        let mut left = self.random.unit() * total;
        for candidate in candidates {
            left -= self.weight(*candidate, best.score);
            if left < 0.0 {
                return candidate.token;
            }
        }
        best.token
    }

    fn weight(&self, candidate: Scored, highest: f32) -> f64 {
        f64::from((candidate.score - highest) / self.temperature).exp()
    }
}

/// `SplitMix64`. Kept here rather than taken from a crate, so that a seed means the same reply after every update.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to, but not including, 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits fit an f64 exactly")]
    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scored(scores: &[f32]) -> Vec<Scored> {
        (0..).zip(scores).map(|(token, score)| Scored { token, score: *score }).collect()
    }

    fn draws(sampling: &Sampling, scores: &[f32]) -> Vec<u32> {
        let mut sampler = Sampler::new(sampling);
        (0..200).map(|_| sampler.choose(&mut scored(scores)).unwrap_or(u32::MAX)).collect()
    }

    #[test]
    fn temperature_zero_takes_the_best() {
        let sampling = Sampling { temperature: 0.0, ..Sampling::default() };
        assert!(draws(&sampling, &[0.5, 2.0, 1.9]).iter().all(|token| *token == 1));
    }

    #[test]
    fn the_same_seed_draws_the_same_tokens() {
        let sampling = Sampling { temperature: 1.0, seed: 7, ..Sampling::default() };
        let other = Sampling { seed: 8, ..sampling.clone() };
        let scores = [1.0, 1.1, 0.9, 1.0];
        assert_eq!(draws(&sampling, &scores), draws(&sampling, &scores));
        assert_ne!(draws(&sampling, &scores), draws(&other, &scores));
    }

    #[test]
    fn top_k_and_top_p_leave_the_tail_out() {
        let by_count = Sampling { temperature: 5.0, top_k: 2, top_p: 1.0, ..Sampling::default() };
        assert!(draws(&by_count, &[3.0, 1.0, 2.0, 0.0]).iter().all(|token| [0, 2].contains(token)));
        let by_weight = Sampling { temperature: 1.0, top_k: 0, top_p: 0.5, ..Sampling::default() };
        assert!(draws(&by_weight, &[3.0, 1.0, 2.0, 0.0]).iter().all(|token| *token == 0));
    }

    #[test]
    fn broken_scores_are_an_error_and_not_a_panic() {
        let mut sampler = Sampler::new(&Sampling::default());
        assert!(sampler.choose(&mut scored(&[f32::NAN, f32::INFINITY])).is_err());
        assert!(sampler.choose(&mut Vec::new()).is_err());
        assert!(matches!(sampler.choose(&mut scored(&[f32::NAN, 1.0])), Ok(1)));
    }

    #[test]
    fn options_outside_their_range_are_refused() {
        let good = Sampling::default();
        let bad = [
            Sampling { temperature: f32::NAN, ..good.clone() },
            Sampling { temperature: -0.1, ..good.clone() },
            Sampling { temperature: f32::INFINITY, ..good.clone() },
            Sampling { top_p: 0.0, ..good.clone() },
            Sampling { top_p: 1.1, ..good.clone() },
            Sampling { top_p: f32::NAN, ..good.clone() },
            Sampling { repeat_penalty: 0.0, ..good.clone() },
            Sampling { max_tokens: 0, ..good.clone() },
            Sampling { stop: vec![String::new()], ..good.clone() },
        ];
        assert!(good.check().is_ok());
        for sampling in bad {
            assert!(sampling.check().is_err(), "{sampling:?}");
        }
    }
}
