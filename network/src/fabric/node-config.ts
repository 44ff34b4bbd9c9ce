import { join } from 'node:path'
import { HOST, serverName, type MemberPlan, type NetworkPlan } from './plan'
import type { FabricSettings } from './settings'

const MESSAGE_LIMIT = 100 * 1024 * 1024
/** The name of the variable that tells our builder where this peer's connections to chaincode services are described. */
export const CONNECTIONS_VARIABLE = 'CHAINCODE_CONNECTIONS'

export interface PeerConfigOptions {
  readonly plan: NetworkPlan
  readonly member: MemberPlan
  readonly settings: FabricSettings
  readonly builderFolder: string
  readonly requireClientCertificates: boolean
}

/** `core.yaml` as a value. Keys that are not here have defaults in code that differ from those of Fabric's sample file. */
export function peerConfig(options: PeerConfigOptions): object {
  const { member, builderFolder } = options
  const data = join(member.folder, 'peer', 'data')
  return {
    peer: peerSection(options, data),
    // Empty: no Docker, and no health check of it.
    vm: { endpoint: '' },
    chaincode: {
      externalBuilders: [{ name: 'service', path: builderFolder, propagateEnvironment: [CONNECTIONS_VARIABLE] }],
      installTimeout: '60s',
      startuptimeout: '20s',
      executetimeout: '15s',
      mode: 'net',
      // fabric-shim 2.5.8 ends its process when it gets a keepalive message.
      keepalive: 0,
      system: { _lifecycle: 'enable', cscc: 'enable', lscc: 'enable', qscc: 'enable' },
      logging: { level: 'warning', shim: 'warning' },
      runtimeParams: {
        useWriteBatch: true,
        maxSizeWriteBatch: 1000,
        useGetMultipleKeys: true,
        maxSizeGetMultipleKeys: 1000,
      },
    },
    ledger: {
      state: { stateDatabase: 'goleveldb', totalQueryLimit: 100_000 },
      history: { enableHistoryDatabase: true },
      pvtdataStore: {
        collElgProcMaxDbBatchSize: 5000,
        collElgProcDbBatchesInterval: 1000,
        deprioritizedDataReconcilerInterval: '60m',
        purgeInterval: 100,
        purgedKeyAuditLogging: true,
      },
      snapshots: { rootDir: join(data, 'snapshots') },
    },
    operations: { listenAddress: `${HOST}:${member.ports.peerOperations}`, tls: { enabled: false } },
    metrics: { provider: 'prometheus' },
  }
}

function peerSection({ plan, member, settings, requireClientCertificates }: PeerConfigOptions, data: string): object {
  const folder = join(member.folder, 'peer')
  const tls = (name: string): object => ({ file: join(folder, 'tls', name) })
  const address = `${HOST}:${member.ports.peer}`
  const chaincodeAddress = `${HOST}:${member.ports.peerChaincode}`
  return {
    id: serverName(member),
    networkId: plan.channelId,
    listenAddress: address,
    address,
    chaincodeListenAddress: chaincodeAddress,
    chaincodeAddress,
    localMspId: member.mspId,
    localMspType: 'bccsp',
    mspConfigPath: join(folder, 'msp'),
    fileSystemPath: data,
    BCCSP: { Default: 'SW', SW: { Hash: 'SHA2', Security: 256 } },
    gateway: { enabled: true, endorsementTimeout: '15s', broadcastTimeout: '15s', dialTimeout: '5s' },
    // The gateways inside other peers ping every 10 s and cannot be told otherwise; the default would break them off.
    keepalive: {
      minInterval: '10s',
      client: { interval: '60s', timeout: '20s' },
      deliveryClient: { interval: '60s', timeout: '20s' },
    },
    gossip: gossip(address, settings),
    tls: {
      enabled: true,
      clientAuthRequired: requireClientCertificates,
      cert: tls('server.pem'),
      key: tls('server-key.pem'),
      rootcert: tls('ca.pem'),
      clientRootCAs: { files: [join(folder, 'tls', 'ca.pem')] },
      clientCert: tls('client.pem'),
      clientKey: tls('client-key.pem'),
    },
    authentication: { timewindow: '15m' },
    client: { connTimeout: '3s' },
    deliveryclient: {
      blockGossipEnabled: false,
      reconnectTotalTimeThreshold: '3600s',
      connTimeout: '3s',
      // The default of an hour leaves a peer behind for long after its orderers were away.
      reConnectBackoffThreshold: '2s',
      blockCensorshipTimeoutKey: '15s',
      minimalReconnectInterval: '100ms',
      policy: settings.deliverPolicy,
    },
    // Without these a peer accepts proposals of expired certificates and of any age.
    handlers: {
      authFilters: [{ name: 'DefaultAuth' }, { name: 'ExpirationCheck' }, { name: 'TimeWindowCheck' }],
      decorators: [{ name: 'DefaultDecorator' }],
      endorsers: { escc: { name: 'DefaultEndorsement' } },
      validators: { vscc: { name: 'DefaultValidation' } },
    },
    discovery: { enabled: true, authCacheEnabled: true, authCacheMaxSize: 1000, authCachePurgeRetentionRatio: 0.75 },
    // Absent means unlimited. A wait for a commit and an event stream hold a place each.
    limits: { concurrency: { endorserService: 2500, deliverService: 2500, gatewayService: 1000 } },
    maxRecvMsgSize: MESSAGE_LIMIT,
    maxSendMsgSize: MESSAGE_LIMIT,
    profile: { enabled: false },
  }
}

function gossip(address: string, settings: FabricSettings): object {
  return {
    // One peer per member: it is its own bootstrap, and always its leader.
    bootstrap: address,
    endpoint: address,
    // Without it the peer is invisible to other members: no discovery, no private data.
    externalEndpoint: address,
    useLeaderElection: false,
    orgLeader: true,
    aliveTimeInterval: settings.gossipAliveInterval,
    aliveExpirationTimeout: settings.gossipAliveExpiration,
    reconnectInterval: settings.gossipReconnectInterval,
    publishStateInfoInterval: settings.gossipStateInterval,
    requestStateInfoInterval: settings.gossipStateInterval,
    membershipTrackerInterval: '5s',
    maxConnectionAttempts: 120,
    pvtData: {
      pullRetryThreshold: settings.privateDataPullTimeout,
      transientstoreMaxBlockRetention: 20_000,
      pushAckTimeout: '3s',
      btlPullMargin: 10,
      reconcileBatchSize: 10,
      reconcileSleepInterval: settings.privateDataReconcileInterval,
      reconciliationEnabled: true,
      skipPullingInvalidTransactionsDuringCommit: false,
      implicitCollectionDisseminationPolicy: { requiredPeerCount: 0, maxPeerCount: 1 },
    },
    state: { enabled: false },
  }
}

/** `orderer.yaml` as a value; an unknown key would stop the orderer. */
export function ordererConfig(member: MemberPlan, settings: FabricSettings): object {
  const folder = join(member.folder, 'orderer')
  const data = join(folder, 'data')
  const tls = (name: string): string => join(folder, 'tls', name)
  return {
    General: {
      ListenAddress: HOST,
      ListenPort: member.ports.orderer,
      LocalMSPID: member.mspId,
      LocalMSPDir: join(folder, 'msp'),
      BootstrapMethod: 'none',
      TLS: {
        Enabled: true,
        Certificate: tls('server.pem'),
        PrivateKey: tls('server-key.pem'),
        RootCAs: [tls('ca.pem')],
      },
      Cluster: {
        ClientCertificate: tls('client.pem'),
        ClientPrivateKey: tls('client-key.pem'),
        SendBufferSize: 200,
        ReplicationPolicy: settings.replicationPolicy,
      },
      // The gateways inside the peers ping every 10 s and cannot be told otherwise.
      Keepalive: { ServerMinInterval: '10s', ServerInterval: '7200s', ServerTimeout: '20s' },
      // The default of 2 minutes finds a restarted orderer late.
      Backoff: { BaseDelay: '200ms', Multiplier: 1.6, MaxDelay: '2s' },
      MaxRecvMsgSize: MESSAGE_LIMIT,
      MaxSendMsgSize: MESSAGE_LIMIT,
      BCCSP: { Default: 'SW', SW: { Hash: 'SHA2', Security: 256 } },
      Authentication: { TimeWindow: '15m' },
    },
    FileLedger: { Location: join(data, 'ledger') },
    Consensus: { WALDir: join(data, 'wal'), SnapDir: join(data, 'snapshots') },
    ChannelParticipation: { Enabled: true, MaxRequestBodySize: '1 MB' },
    Admin: {
      ListenAddress: `${HOST}:${member.ports.ordererAdmin}`,
      TLS: {
        Enabled: true,
        Certificate: tls('server.pem'),
        PrivateKey: tls('server-key.pem'),
        RootCAs: [tls('ca.pem')],
        ClientAuthRequired: true,
        ClientRootCAs: [tls('ca.pem')],
      },
    },
    Operations: { ListenAddress: `${HOST}:${member.ports.ordererOperations}`, TLS: { Enabled: false } },
    Metrics: { Provider: 'prometheus' },
  }
}
