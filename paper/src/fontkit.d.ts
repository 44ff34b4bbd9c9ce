// The library has no types of its own; this is the part that is used.
declare module 'fontkit' {
  export interface Position {
    readonly xAdvance: number
  }
  export interface GlyphRun {
    readonly glyphs: readonly object[]
    readonly positions: readonly Position[]
    readonly advanceWidth: number
  }
  export interface Font {
    readonly unitsPerEm: number
    hasGlyphForCodePoint(codePoint: number): boolean
    layout(text: string): GlyphRun
  }
  export function create(buffer: Buffer): Font
}
