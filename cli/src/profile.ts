import { PROFILES, profileHash, profileSections } from '@eco/domain'
import type { AgreementProfile } from '@eco/domain'
import { EXIT, UsageProblem } from './io'
import type { Io } from './io'

/** Lists the agreements that are known, with the hash of each profile. */
export function listProfiles(options: { readonly json?: boolean }, io: Io): number {
  const rows = PROFILES.map((profile) => ({ code: profile.code, version: profile.version, hash: profileHash(profile) }))
  if (options.json === true) io.out(`${JSON.stringify(rows)}\n`)
  else for (const { code, version, hash } of rows) io.out(`${code.padEnd(28)}${version.padEnd(12)}${hash}\n`)
  return EXIT.good
}

/** Shows one agreement: its rules in words, or as the data that checks are made by. */
export function showProfile(code: string, options: { readonly json?: boolean }, io: Io): number {
  const profile = profileOf(code)
  io.out(options.json === true ? `${JSON.stringify(profile, undefined, 2)}\n` : `${profileSections(profile)}\n`)
  return EXIT.good
}

function profileOf(code: string): AgreementProfile {
  const profile = PROFILES.find((candidate) => candidate.code.toLowerCase() === code.toLowerCase())
  if (profile !== undefined) return profile
  throw new UsageProblem(`${code}: is no agreement that is known; see eco profile list.`)
}
