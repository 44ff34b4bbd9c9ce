import { faceNamed } from './faces'
import type { Face, FaceName } from './faces'

/** How heavy text is. */
export type Weight = 'regular' | 'bold'

/** Text in one face. */
export interface Run {
  readonly text: string
  readonly face: Face
}

/** What stands for a character that no font has, and for one that nobody would see. */
export const REPLACEMENT = '\uFFFD'

// Han characters alone do not tell their language; kana and hangul beside them do.
const ORDERS = {
  korean: ['korean', 'japanese', 'chinese'],
  japanese: ['japanese', 'chinese', 'korean'],
  chinese: ['chinese', 'japanese', 'korean'],
} as const satisfies Readonly<Record<string, readonly FaceName[]>>

/** In whose way Chinese characters are drawn. */
export type Language = keyof typeof ORDERS

const HANGUL = /\p{Script=Hangul}/u
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u

/** The language of a text, as far as fonts need to know it. */
export function languageOf(text: string): Language {
  if (HANGUL.test(text)) return 'korean'
  return KANA.test(text) ? 'japanese' : 'chinese'
}

const PLAIN = /^[\x20-\x7e]*$/
// Marks belong to the letter before; a space may be of any face, and is not worth a run of its own.
const JOINING = /^[\p{M} ]$/u
// Line breaks are taken out before; what else steers and does not show could make two texts look alike.
const UNSEEN = /^[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]$/u

/** Splits text into runs that each have all their glyphs; Chinese characters are taken as its language writes them. */
export function runsOf(text: string, weight: Weight, language: Language): readonly Run[] {
  if (text === '') return []
  if (PLAIN.test(text)) return [{ text, face: faceNamed(weight) }]
  const runs: { text: string; face: Face }[] = []
  for (const sign of text) {
    const last = runs.at(-1)
    const found =
      last !== undefined && JOINING.test(sign) && has(last.face.name, sign) ? last.face : choose(sign, weight, language)
    const [shown, face] = found === undefined ? [REPLACEMENT, faceNamed(weight)] : [sign, found]
    if (last?.face === face) last.text += shown
    else runs.push({ text: shown, face })
  }
  return runs
}

/** The characters of texts that cannot be shown, each once. */
export function charactersWithoutGlyph(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.flatMap(missingIn))]
}

function missingIn(text: string): readonly string[] {
  if (PLAIN.test(text)) return []
  const language = languageOf(text)
  const isMissing = (sign: string): boolean => !/\s/u.test(sign) && choose(sign, 'regular', language) === undefined
  return [...new Set(text.normalize('NFC'))].filter(isMissing)
}

const CHOICES = new Map<string, Face | undefined>()
const CHOICES_MOST = 50_000

function choose(sign: string, weight: Weight, language: Language): Face | undefined {
  const key = `${sign}${weight}${language}`
  if (CHOICES.has(key)) return CHOICES.get(key)
  const names: readonly FaceName[] = [weight, 'regular', ...ORDERS[languageOfSign(sign) ?? language]]
  const name = UNSEEN.test(sign) ? undefined : names.find((candidate) => has(candidate, sign))
  const chosen = name === undefined ? undefined : faceNamed(name)
  if (CHOICES.size >= CHOICES_MOST) CHOICES.clear()
  CHOICES.set(key, chosen)
  return chosen
}

// So that a large font is not loaded to find out that another has the sign.
function languageOfSign(sign: string): Language | undefined {
  if (HANGUL.test(sign)) return 'korean'
  return KANA.test(sign) ? 'japanese' : undefined
}

function has(name: FaceName, sign: string): boolean {
  return faceNamed(name).font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0)
}
