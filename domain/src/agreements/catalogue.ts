import type { AgreementProfile } from './profile'
import { AANZFTA } from './profiles/aanzfta'
import { ACFTA } from './profiles/acfta'
import { AJCEP } from './profiles/ajcep'
import { AKFTA } from './profiles/akfta'
import { APTA } from './profiles/apta'
import { ATIGA } from './profiles/atiga'
import { CEPA_TYPE } from './profiles/cepa-type'
import { CHAFTA } from './profiles/chafta'
import { CHINA_KOREA } from './profiles/china-korea'
import { CHINA_LDC } from './profiles/china-ldc'
import { CHINA_SWITZERLAND } from './profiles/china-switzerland'
import { COMESA } from './profiles/comesa'
import { CPTPP } from './profiles/cptpp'
import { EFTA_INDONESIA } from './profiles/efta-indonesia'
import { EFTA_KOREA } from './profiles/efta-korea'
import { EUR1 } from './profiles/eur1'
import { IA_CEPA } from './profiles/ia-cepa'
import { INDONESIA_JAPAN } from './profiles/indonesia-japan'
import { INDONESIA_KOREA } from './profiles/indonesia-korea'
import { JAPAN_AUSTRALIA } from './profiles/japan-australia'
import { JAPAN_SWITZERLAND } from './profiles/japan-switzerland'
import { KOREA_AUSTRALIA } from './profiles/korea-australia'
import { MERCOSUR } from './profiles/mercosur'
import { NON_PREFERENTIAL } from './profiles/non-preferential'
import { RCEP } from './profiles/rcep'
import { SWITZERLAND_GSP } from './profiles/switzerland-gsp'

/** The profiles that come with the product: those in use between members first, the patterns last. */
export const PROFILES: readonly AgreementProfile[] = [
  RCEP,
  CHAFTA,
  CHINA_KOREA,
  AANZFTA,
  ACFTA,
  AKFTA,
  AJCEP,
  APTA,
  IA_CEPA,
  INDONESIA_JAPAN,
  INDONESIA_KOREA,
  KOREA_AUSTRALIA,
  JAPAN_AUSTRALIA,
  JAPAN_SWITZERLAND,
  CHINA_SWITZERLAND,
  EFTA_KOREA,
  EFTA_INDONESIA,
  CPTPP,
  CHINA_LDC,
  SWITZERLAND_GSP,
  NON_PREFERENTIAL,
  ATIGA,
  MERCOSUR,
  EUR1,
  COMESA,
  CEPA_TYPE,
]

/** The shipped profile of an agreement, in a version or in the only one there is; undefined when there is none. */
export function profileNamed(code: string, version?: string): AgreementProfile | undefined {
  return PROFILES.find((profile) => profile.code === code && (version === undefined || profile.version === version))
}
