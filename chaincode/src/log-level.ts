// fabric-shim reads its level when it is loaded, so this module has to come before it; at "info" it logs every call.
process.env.CORE_CHAINCODE_LOGGING_LEVEL ??= 'WARNING'
