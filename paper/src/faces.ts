import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { create } from 'fontkit'
import type { Font, GlyphRun } from 'fontkit'
import { unpackWoff } from './woff'

const FOLDER = join(__dirname, '..', 'fonts')

/** The font files, by what they are for. */
const FILES = {
  regular: 'noto-sans-400',
  bold: 'noto-sans-700',
  korean: 'noto-sans-kr-400',
  japanese: 'noto-sans-jp-400',
  chinese: 'noto-sans-sc-400',
} as const

/** What a font file is for. */
export type FaceName = keyof typeof FILES

/** A font file, loaded: for the PDF library, which takes it as it is. */
export interface Face {
  readonly name: FaceName
  readonly font: Font
  /** How wide text is at a size of 1. */
  readonly widthOf: (text: string) => number
}

// Full-width characters are set side by side: without these tables they need no shaping, and less memory.
const NOT_NEEDED = ['BASE', 'GDEF', 'GPOS', 'GSUB', 'STAT', 'vhea', 'vmtx']

const LOADED = new Map<FaceName, Face>()

/** A face; its file is read when the first text needs it, once for all certificates. */
export function faceNamed(name: FaceName): Face {
  const known = LOADED.get(name)
  if (known !== undefined) return known
  const woff = readFileSync(join(FOLDER, `${FILES[name]}.woff`))
  const loaded = {
    name,
    ...remembering(create(unpackWoff(woff, name === 'regular' || name === 'bold' ? [] : NOT_NEEDED))),
  }
  LOADED.set(name, loaded)
  return loaded
}

/** The faces that texts have needed until now. */
export function loadedFaces(): readonly FaceName[] {
  return [...LOADED.keys()]
}

const RUNS_MOST = 10_000

// Words come again, on one certificate and on all others: most of the time of a page went into laying them out anew.
function remembering(font: Font): Pick<Face, 'font' | 'widthOf'> {
  const { unitsPerEm } = font
  const runs = new Map<string, GlyphRun>()
  const run = (text: string): GlyphRun => {
    const known = runs.get(text)
    if (known !== undefined) return known
    const { glyphs, positions, advanceWidth } = font.layout(text)
    const made = { glyphs, positions, advanceWidth }
    if (runs.size >= RUNS_MOST) runs.clear()
    runs.set(text, made)
    return made
  }
  // Copies, since the PDF library scales positions in place.
  const layout = (text: string): GlyphRun => {
    const made = run(text)
    return { ...made, positions: made.positions.map((position) => ({ ...position })) }
  }
  return {
    font: Object.assign(Object.create(font) as Font, { layout }),
    widthOf: (text) => run(text).advanceWidth / unitsPerEm,
  }
}
