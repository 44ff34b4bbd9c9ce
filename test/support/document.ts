interface Shown {
  items: { quantity: { value: string; unit: string } }[]
}

/** The document with what it always shows altered and the signature as it was: what a forger can do. */
export function documentWith(document: string, alter: (shown: Shown) => void): string {
  const [header, payload = '', rest] = document.split('.')
  const content = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Shown
  alter(content)
  return [header, Buffer.from(JSON.stringify(content)).toString('base64url'), rest].join('.')
}
