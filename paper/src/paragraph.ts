import { runsOf, widthOf } from './fonts'
import type { Run, Weight } from './fonts'

/** How text looks. */
export interface TextStyle {
  readonly size: number
  readonly weight?: Weight
}

/** A line of text that fits its width. */
export interface Line {
  readonly runs: readonly Run[]
  readonly width: number
}

// Words end at spaces; Chinese, Japanese and Korean may break after every character.
const PIECES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}，。、；：]|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}，。、；：]+\s*|\s+/gu

/** Breaks text into lines of at most a width; a word that is wider is broken too, so that nothing is ever cut off. */
export function linesOf(text: string, width: number, style: TextStyle): readonly Line[] {
  return text.split('\n').flatMap((paragraph) => breakParagraph(paragraph, width, style))
}

function breakParagraph(text: string, width: number, style: TextStyle): readonly Line[] {
  const lines: Line[] = []
  let current = ''
  const flush = (): void => {
    lines.push(lineOf(current.trimEnd(), style))
    current = ''
  }
  for (const piece of text.match(PIECES) ?? ['']) {
    if (measure(current + piece.trimEnd(), style) <= width) {
      current += piece
      continue
    }
    if (current.trim() !== '') flush()
    // No line begins with the space that ended the one before.
    current = ''
    for (const sign of breakWord(piece.trimEnd(), width, style)) {
      if (sign === '\n') flush()
      else current += sign
    }
    current += piece.slice(piece.trimEnd().length)
  }
  flush()
  return lines
}

// The signs of a word, with a line break wherever the next one would not fit.
function breakWord(word: string, width: number, style: TextStyle): readonly string[] {
  if (measure(word, style) <= width) return [word]
  const signs: string[] = []
  let line = ''
  for (const sign of word) {
    if (line !== '' && measure(line + sign, style) > width) {
      signs.push('\n')
      line = ''
    }
    signs.push(sign)
    line += sign
  }
  return signs
}

function lineOf(text: string, style: TextStyle): Line {
  const runs = runsOf(text, style.weight ?? 'regular')
  return { runs, width: runs.reduce((sum, run) => sum + widthOf(run, style.size), 0) }
}

function measure(text: string, style: TextStyle): number {
  return runsOf(text, style.weight ?? 'regular').reduce((sum, run) => sum + widthOf(run, style.size), 0)
}

/** The distance from one line to the next. */
export function leading({ size }: TextStyle): number {
  return size * 1.28
}
