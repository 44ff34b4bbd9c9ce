import { encodePolicy, parsePolicy } from 'embedded-fabric'

/** A key's endorsement policy, as the probe contract's `setPolicy` takes it: base64. */
export function keyPolicy(text: string): string {
  return Buffer.from(encodePolicy(parsePolicy(text))).toString('base64')
}
