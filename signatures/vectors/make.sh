#!/bin/sh
# Makes the files of this folder anew in the folder that is named: sh make.sh FOLDER (OpenSSL 3 and a JDK from 16 on).
set -eu
mkdir -p "$1"
cd "$1"
PASSPHRASE='correct horse'
JAVA_PASSPHRASE=correct_horse
DAYS=36500

extensions() { printf '%s\n' "$@" 'subjectKeyIdentifier=hash' 'authorityKeyIdentifier=keyid' >extensions.cnf; }
issue() { # of, by, digest
  openssl req -new -key "$1.key" -subj "/C=UY/O=Vectors/CN=$1" -out "$1.csr"
  openssl x509 -req -in "$1.csr" -CA "$2.crt" -CAkey "$2.key" -CAcreateserial "-$3" -days $DAYS \
    -extfile extensions.cnf -out "$1.crt"
}
pkcs12() { # name, options
  name=$1
  shift
  openssl pkcs12 -export -inkey seal.key -in seal.crt -certfile above.pem -name seal \
    -passout "pass:$PASSPHRASE" -out "$name.p12" "$@"
}
java() { # name, options
  name=$1
  shift
  keytool -importkeystore -srckeystore openssl.p12 -srcstorepass "$PASSPHRASE" -srcalias seal -destalias seal \
    -destkeystore "$name.p12" -deststoretype PKCS12 -deststorepass $JAVA_PASSPHRASE "$@"
}

openssl ecparam -name secp384r1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out p384.pem
cp p384.pem root.key
openssl req -new -x509 -key root.key -sha384 -days $DAYS -subj '/C=UY/O=Vectors/CN=Root' -out root.crt
cp root.crt root.pem
openssl ecparam -name prime256v1 -genkey -noout -out authority.key
extensions 'basicConstraints=critical,CA:TRUE,pathlen:0' 'keyUsage=critical,keyCertSign,cRLSign'
issue authority root sha384
openssl ecparam -name prime256v1 -genkey -noout -out seal.key
extensions 'basicConstraints=critical,CA:FALSE' 'keyUsage=critical,digitalSignature'
issue seal authority sha256
cat root.crt seal.crt authority.crt >certificates.pem
cat authority.crt root.crt >above.pem

openssl pkcs8 -topk8 -nocrypt -in seal.key -out pkcs8.pem
openssl pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA256 -in seal.key -passout "pass:$PASSPHRASE" \
  -out pkcs8-encrypted.pem
openssl ec -in seal.key -out sec1.pem
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa.pem
openssl ecparam -genkey -name SM2 -noout | openssl pkcs8 -topk8 -nocrypt -out sm2.pem

pkcs12 openssl
pkcs12 openssl-aes-128 -keypbe AES-128-CBC -certpbe AES-192-CBC -macalg sha384
pkcs12 windows-attributes -iter 2000 -maciter -LMK -CSP 'Microsoft Software Key Storage Provider'
pkcs12 passphrase-beyond-latin -passout 'pass:pässwörd 密码 🔑'
pkcs12 passphrase-empty -passout pass:
pkcs12 certificates-in-clear -certpbe NONE
pkcs12 key-in-clear -keypbe NONE
pkcs12 old-mac -macalg sha1
pkcs12 old-3des -legacy
pkcs12 old-3des-key -keypbe PBE-SHA1-3DES
pkcs12 old-rc2 -legacy -certpbe PBE-SHA1-RC2-40
pkcs12 no-mac -nomac
pkcs12 iterated-too-often -iter 10000001 -nomaciter
pkcs12 mac-iterated-too-often -iter 10000001 -keypbe NONE -certpbe NONE
openssl pkcs12 -export -nokeys -in seal.crt -passout "pass:$PASSPHRASE" -out no-key.p12
openssl pkcs12 -export -nocerts -inkey seal.key -passout "pass:$PASSPHRASE" -out no-certificate.p12
for curve in p384 sm2; do
  openssl req -new -x509 -key $curve.pem -days $DAYS -subj "/CN=$curve" -out $curve.crt
  openssl pkcs12 -export -inkey $curve.pem -in $curve.crt -passout "pass:$PASSPHRASE" -out $curve.p12
done

java java
java java-sha-512 -J-Dkeystore.pkcs12.macAlgorithm=HmacPBESHA512 \
  -J-Dkeystore.pkcs12.keyProtectionAlgorithm=PBEWithHmacSHA512AndAES_256 \
  -J-Dkeystore.pkcs12.certProtectionAlgorithm=PBEWithHmacSHA384AndAES_128
cp java.p12 two-keys.p12
keytool -changealias -keystore two-keys.p12 -storepass $JAVA_PASSPHRASE -alias seal -destalias 'seal of 2025'
keytool -genkeypair -keystore two-keys.p12 -storepass $JAVA_PASSPHRASE -alias 'seal of 2026' -keyalg EC \
  -groupname secp256r1 -dname CN=Seal -validity $DAYS
rm -f ./*.key ./*.crt ./*.csr ./*.srl extensions.cnf above.pem
