import type { Role } from '@eco/domain'
import { LaunchError } from './launch-error'
import { developmentAuthority } from './topology'
import type { Organisation } from './topology'

/** Asks a gateway's development issuer for a bearer token; an issuer's acts for the development authority. */
export async function requestToken(url: string, organisation: Organisation, role: Role): Promise<string> {
  const authority = role === 'issuer' ? { authority: developmentAuthority(organisation).id } : {}
  const answer = await fetch(`${url}/development/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ role, ...authority }),
  })
  if (!answer.ok) throw new LaunchError(`The gateway of ${organisation.name} gives no token: ${await answer.text()}`)
  const { access_token: token } = (await answer.json()) as { access_token: string }
  return token
}
