import { writeFile } from 'node:fs/promises'
import type { OrganisationCode } from '@eco/domain'
import type { Layout } from './layout'
import { developmentAuthority, rolesOf } from './topology'
import type { Organisation, Topology } from './topology'

/** Writes the configuration of all gateways, which one process reads. */
export async function writeGatewayConfig(
  layout: Layout,
  topology: Topology,
  readElsewhere: readonly OrganisationCode[] = [],
): Promise<void> {
  const configs = topology.organisations.map((organisation) =>
    gatewayConfig(layout, topology, organisation, readElsewhere.includes(organisation.code)),
  )
  await writeFile(layout.gatewayConfig, JSON.stringify(configs, undefined, 2))
}

function gatewayConfig(layout: Layout, topology: Topology, organisation: Organisation, elsewhere: boolean): object {
  const { code, mspId, observer, gatewayPort, peerPort } = organisation
  const keys = layout.keys(code)
  return {
    member: code,
    host: '127.0.0.1',
    port: gatewayPort,
    dataFolder: layout.gatewayData(code),
    ledger: {
      channel: topology.channel,
      chaincode: topology.chaincode,
      endpoint: `127.0.0.1:${peerPort}`,
      mspId,
      tlsRootCertificateFile: keys.tlsRoot,
      ...(elsewhere && { readFallbacks: otherPeers(layout, topology, code) }),
    },
    identities: Object.fromEntries(
      rolesOf(organisation).map((role) => {
        const { certificate, privateKey } = layout.identity(code, role)
        return [role, { certificateFile: certificate, privateKeyFile: privateKey }]
      }),
    ),
    authorities: observer ? [] : [{ ...developmentAuthority(organisation), signingKeyFile: keys.signingKey }],
    trustFile: layout.trust,
    keyAgreementKeyFiles: observer ? [] : [keys.keyAgreement],
    tokens: {
      issuer: `eco-development-${code}`,
      audience: `eco-gateway-${code}`,
      development: { keyFile: keys.token },
    },
  }
}

function otherPeers(layout: Layout, topology: Topology, own: OrganisationCode): readonly object[] {
  return topology.organisations
    .filter(({ code, observer }) => code !== own && !observer)
    .map(({ code, peerPort }) => ({
      member: code,
      endpoint: `127.0.0.1:${peerPort}`,
      tlsRootCertificateFile: layout.keys(code).tlsRoot,
    }))
}
