// Production 2 of XML 1.0; a lone surrogate is no character either.
const XML_TEXT = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // White space survives as a reference only: a reader turns a carriage return into a line feed, and in attributes all into spaces.
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
}

/** True for text that XML 1.0 can carry and that has no white space at its ends, which a reader takes for layout. */
export function isXmlText(text: string): boolean {
  return XML_TEXT.test(text) && text !== '' && !/^[ \t\r\n]|[ \t\r\n]$/.test(text)
}

/** Text for the content of an element. */
export function escapedText(text: string): string {
  return text.replace(/[&<>\r\n\t]/g, escapeOf)
}

/** Text for an attribute in double quotes. */
export function escapedAttribute(text: string): string {
  return text.replace(/[&<>"\r\n\t]/g, escapeOf)
}

function escapeOf(character: string): string {
  return ESCAPES[character] ?? character
}

/** JSON text in characters that XML can carry: others are written as JSON's own escapes. */
export function xmlSafeJson(json: string): string {
  return json.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, jsonEscape)
}

function jsonEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
