/** A picture as SVG text of this size, in the system's own typeface, readable on light and dark pages alike. */
export function svgPicture(title: string, width: number, height: number, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="13">`,
    `<title>${escaped(title)}</title>`,
    '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 0 10 5 0 10z" fill="#1f4e79"/></marker></defs>',
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n')
}

/** A line of text; `anchor` says which of its ends stands at x. */
export function svgText(x: number, y: number, text: string, style: SvgTextStyle = {}): string {
  const { anchor = 'start', bold = false, color = '#1b1b1b', size } = style
  const more = [bold ? ' font-weight="600"' : '', size === undefined ? '' : ` font-size="${size}"`].join('')
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="${color}"${more}>${escaped(text)}</text>`
}

/** How a line of text looks. */
export interface SvgTextStyle {
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly bold?: boolean
  readonly color?: string
  readonly size?: number
}

/** A box with round corners. */
export function svgBox(x: number, y: number, width: number, height: number, fill: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="5" fill="${fill}" stroke="#1f4e79"/>`
}

/** An upright line behind what stands on it. */
export function svgPole(x: number, from: number, to: number): string {
  return `<line x1="${x}" y1="${from}" x2="${x}" y2="${to}" stroke="#c3ccd5"/>`
}

/** An arrow on one height; dashed for what is no transaction. */
export function svgArrow(from: number, to: number, y: number, dashed = false): string {
  const dashes = dashed ? ' stroke-dasharray="5 4"' : ''
  return `<line x1="${from}" y1="${y}" x2="${to}" y2="${y}" stroke="#1f4e79" stroke-width="1.5"${dashes} marker-end="url(#head)"/>`
}

/** A point from which something begins, or at which it stays. */
export function svgDot(x: number, y: number, filled = true): string {
  return `<circle cx="${x}" cy="${y}" r="4" fill="${filled ? '#1f4e79' : '#fff'}" stroke="#1f4e79" stroke-width="1.5"/>`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
