interface OpenContent {
  dataset: { items: { quantity: { value: string; unit: string } }[] }
}

/** The document with its dataset altered and the signature as it was: what a forger can do. */
export function documentWith(document: string, alter: (dataset: OpenContent['dataset']) => void): string {
  const [header, payload = '', signature] = document.split('.')
  const content = JSON.parse(Buffer.from(payload, 'base64url').toString()) as OpenContent
  alter(content.dataset)
  return [header, Buffer.from(JSON.stringify(content)).toString('base64url'), signature].join('.')
}
