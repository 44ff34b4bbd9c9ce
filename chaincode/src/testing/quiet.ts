// Refusals are what many tests provoke; without this the shim would log every one of them as an error.
process.env.CORE_CHAINCODE_LOGGING_LEVEL = 'CRITICAL'
