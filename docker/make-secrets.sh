#!/bin/sh
# Makes what compose.yaml needs and nobody should choose: passwords and keys, in docker/secrets, once.
set -eu
umask 077
cd "$(dirname "$0")"
mkdir -p secrets
cd secrets

word() {
    head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n'
}
keep() {
    [ -s "$1" ] || printf '%s' "$2" >"$1"
}

keep database_password "$(word)"
keep database_url "postgresql+psycopg://qa:$(cat database_password)@database:5432/qa"
keep queue_password "$(word)"
keep broker_url "redis://:$(cat queue_password)@queue:6379/0"
keep s3_access_key "$(word)"
keep s3_secret_key "$(word)"
keep signing_key "$(word)$(word)"

# Containers run under accounts of their own, and compose hands files over with the owner they have here: the folder keeps
# others out, the files themselves must be readable inside.
chmod 700 .
chmod 644 ./*
echo "the secrets are in $(pwd)"
