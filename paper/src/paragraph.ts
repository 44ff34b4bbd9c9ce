import { languageOf, runsOf } from './fonts'
import type { Language, Run, Weight } from './fonts'

/** How text looks. */
export interface TextStyle {
  readonly size: number
  readonly weight?: Weight
}

/** A line of text that fits its width. */
export interface Line {
  readonly runs: readonly PlacedRun[]
  readonly width: number
}

/** Text in one face, so many points from the beginning of its line. */
export interface PlacedRun extends Run {
  readonly from: number
}

const LINE_ENDS = /\r\n|[\n\r\u0085\u2028\u2029]/
// Words end at spaces; Chinese, Japanese and Korean may break after every character, but not before what closes a phrase.
const IDEOGRAPHIC = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303F\uFF00-\uFFEF`
const CLOSING = '、。〉》」』】〕！），．：；？］｝ー々'
const PIECES = new RegExp(`[${IDEOGRAPHIC}][${CLOSING}]{0,2}|[^\\s${IDEOGRAPHIC}]+\\s*|\\s+`, 'gu')

/** Breaks text into lines of at most a width; a word that is wider is broken too, so that nothing is ever cut off. */
export function linesOf(text: string, width: number, style: TextStyle): readonly Line[] {
  const paragraphs = text.normalize('NFC').replaceAll('\t', ' ').split(LINE_ENDS)
  const ruler = new Ruler(style, languageOf(text))
  return paragraphs.flatMap((paragraph) => breakParagraph(paragraph, width, ruler))
}

function breakParagraph(text: string, width: number, ruler: Ruler): readonly Line[] {
  const lines: Line[] = []
  let [current, used] = ['', 0]
  // A line that ends between words keeps a space, for those who copy the text or have it read to them.
  const flush = (behind = ' '): void => {
    lines.push(ruler.line(current.trimEnd(), behind))
    ;[current, used] = ['', 0]
  }
  for (const piece of text.match(PIECES) ?? ['']) {
    const word = piece.trimEnd()
    if (used + ruler.measure(word) > width && current.trim() !== '') flush()
    for (const part of breakWord(word, width - used, ruler)) {
      if (part === '\n') flush('')
      current += part === '\n' ? '' : part
      used += part === '\n' ? 0 : ruler.measure(part)
    }
    current += piece.slice(word.length)
    used += ruler.measure(piece.slice(word.length))
  }
  flush()
  return lines
}

// The parts of a word, with a line break wherever the next sign would not fit.
function breakWord(word: string, room: number, ruler: Ruler): readonly string[] {
  if (ruler.measure(word) <= room) return [word]
  const parts: string[] = []
  let line = ''
  for (const sign of word) {
    if (line !== '' && ruler.measure(line + sign) > room) {
      parts.push(line, '\n')
      line = ''
    }
    line += sign
  }
  return [...parts, line]
}

/** Measures text of one style and language. */
class Ruler {
  readonly #size: number
  readonly #weight: Weight
  readonly #language: Language

  constructor({ size, weight = 'regular' }: TextStyle, language: Language) {
    this.#size = size
    this.#weight = weight
    this.#language = language
  }

  measure(text: string): number {
    return this.line(text).width
  }

  line(text: string, behind = ''): Line {
    let width = 0
    const runs = runsOf(text, this.#weight, this.#language).map((run) => {
      const placed = { ...run, from: width }
      width += advance(run) * this.#size
      return placed
    })
    const last = runs.at(-1)
    if (last !== undefined) runs.splice(-1, 1, { ...last, text: last.text + behind })
    return { runs, width }
  }
}

// Word by word with the space behind, as the PDF library lays text out, so that what is measured is what is drawn.
function advance({ text, face }: Run): number {
  let sum = 0
  for (const word of text.match(/[^ ]* |[^ ]+/g) ?? []) sum += face.widthOf(word)
  return sum
}

/** The distance from one line to the next. */
export function leading({ size }: TextStyle): number {
  return size * 1.28
}
