import type { CheckAnswer } from '@eco/domain'
import { readText, UsageProblem } from './io'
import type { Io } from './io'
import type { PresentedFile } from './presented'

/** Where the register is asked. */
export interface GatewayOptions {
  readonly gateway?: string
  readonly tokenFile?: string
}

/** What a gateway answers to a check: the verdict, what it rests on, and as of which block. */
export interface GatewayAnswer extends CheckAnswer {
  readonly asOf: { readonly block: number }
}

const DEADLINE_MS = 30_000

/** Asks a gateway what the register knows; that it cannot be asked is no verdict, and ends the command. */
export async function askGateway(presented: PresentedFile, options: GatewayOptions, io: Io): Promise<GatewayAnswer> {
  const { gateway = '' } = options
  const url = new URL('/api/v1/checks', parseUrl(gateway))
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenOf(options, io)}` },
    body: JSON.stringify(questionOf(presented)),
    signal: AbortSignal.timeout(DEADLINE_MS),
  }).catch((error: unknown) => {
    throw new UsageProblem(`${gateway}: the gateway cannot be reached (${reasonOf(error)}).`)
  })
  const body = (await response.json().catch(() => ({}))) as Partial<GatewayAnswer> & { readonly detail?: string }
  if (response.status !== 200 || body.verdict === undefined) {
    throw new UsageProblem(`${gateway}: the gateway answered ${response.status}: ${body.detail ?? 'no reason given'}`)
  }
  return body as GatewayAnswer
}

function parseUrl(text: string): URL {
  const url = URL.parse(text)
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url
  throw new UsageProblem('--gateway: must be the address of a gateway, http or https.')
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error
  return cause instanceof Error ? cause.message : message
}

// A token is a secret: never an argument, which others on the machine can read.
async function tokenOf({ tokenFile }: GatewayOptions, io: Io): Promise<string> {
  const token = tokenFile === undefined ? process.env.ECO_TOKEN : await readText(tokenFile, io)
  if (token !== undefined && token.trim() !== '') return token.trim()
  throw new UsageProblem('--gateway: give a token by --token-file, or in the environment as ECO_TOKEN.')
}

function questionOf({ document, reference, documentHash }: PresentedFile): object {
  if (document !== undefined) return { document }
  if (reference === undefined) {
    throw new UsageProblem('The register is asked by a document, or by the reference of one.')
  }
  const { issuingMember, authority, number } = reference
  return { issuer: issuingMember, authority, number, documentHash }
}
