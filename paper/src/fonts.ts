import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { create } from 'fontkit'
import type { Font } from 'fontkit'
import { unpackWoff } from './woff'

const FOLDER = join(__dirname, '..', 'fonts')

/** How heavy text is. */
export type Weight = 'regular' | 'bold'

// In the order in which a character looks for its glyph; the large ones stand last, so that most texts never load them.
const FACES: Readonly<Record<Weight, readonly string[]>> = {
  regular: [
    'noto-sans-latin-400',
    'noto-sans-latin-ext-400',
    'noto-sans-vietnamese-400',
    'noto-sans-greek-400',
    'noto-sans-cyrillic-400',
    'noto-sans-kr-korean-400',
    'noto-sans-jp-japanese-400',
    'noto-sans-sc-chinese-simplified-400',
  ],
  bold: ['noto-sans-latin-700', 'noto-sans-latin-ext-700'],
}

/** A font file, loaded. */
export interface Face {
  readonly name: string
  readonly data: Buffer
  readonly font: Font
}

const LOADED = new Map<string, Face>()

function face(name: string): Face {
  const known = LOADED.get(name)
  if (known !== undefined) return known
  const data = unpackWoff(readFileSync(join(FOLDER, `${name}-normal.woff`)))
  const loaded = { name, data, font: create(data) }
  LOADED.set(name, loaded)
  return loaded
}

/** Text in one face. */
export interface Run {
  readonly text: string
  readonly face: Face
}

/** What stands for a character that no font has. */
const REPLACEMENT_SHOWN = '?'
const CHOICES = new Map<string, Face | undefined>()

/** Splits text into runs that each have all their glyphs; Chinese characters are taken as the text's language writes them. */
export function runsOf(text: string, weight: Weight): readonly Run[] {
  const faces = facesFor(text, weight)
  const runs: { text: string; face: Face }[] = []
  for (const sign of text) {
    const found = choose(sign, faces)
    const shown = found === undefined ? REPLACEMENT_SHOWN : sign
    const chosen = found ?? face(FACES.regular[0] ?? '')
    const last = runs.at(-1)
    if (last?.face === chosen) last.text += shown
    else runs.push({ text: shown, face: chosen })
  }
  return runs
}

// Han characters alone do not tell their language; kana and hangul beside them do.
function facesFor(text: string, weight: Weight): readonly string[] {
  const own = weight === 'bold' ? [...FACES.bold, ...FACES.regular] : FACES.regular
  if (!/\p{Script=Han}/u.test(text)) return own
  const [korean = '', japanese = '', chinese = ''] = FACES.regular.slice(-3)
  const small = own.slice(0, -3)
  if (/\p{Script=Hangul}/u.test(text)) return [...small, korean, japanese, chinese]
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return [...small, japanese, chinese, korean]
  return [...small, chinese, japanese, korean]
}

function choose(sign: string, faces: readonly string[]): Face | undefined {
  const key = `${faces.join()} ${sign}`
  if (CHOICES.has(key)) return CHOICES.get(key)
  const code = sign.codePointAt(0) ?? 0
  const name = faces.find((candidate) => face(candidate).font.hasGlyphForCodePoint(code))
  const chosen = name === undefined ? undefined : face(name)
  CHOICES.set(key, chosen)
  return chosen
}

const WIDTHS = new Map<string, number>()
const WIDTHS_MOST = 50_000

/** How wide a run is at a size, in points. */
export function widthOf({ text, face: { name, font } }: Run, size: number): number {
  const key = `${name} ${text}`
  let width = WIDTHS.get(key)
  if (width === undefined) {
    width = font.layout(text).advanceWidth / font.unitsPerEm
    if (WIDTHS.size < WIDTHS_MOST) WIDTHS.set(key, width)
  }
  return width * size
}
