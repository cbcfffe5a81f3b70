#!/bin/sh
# What a container does: prepare | web | worker-cpu | worker-gpu | healthy, or any other command as it is.
set -eu

# A secret comes as a file: NAME_FILE=/run/secrets/x becomes NAME. QA_SECRET_FILE is read by Mashov itself.
for name in QA_DATABASE_URL QA_BROKER_URL AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY; do
    eval "file=\${${name}_FILE:-}"
    if [ -n "$file" ]; then
        export "$name=$(cat "$file")"
    fi
done

worker() {
    qa models pull
    # Only this container answers to the name: `healthy` asks for it.
    exec celery --app qa.worker --quiet worker --hostname "worker@$(hostname)" --loglevel "${QA_LOG_LEVEL:-info}" "$@"
}

case "${1:-web}" in
prepare)
    exec python -m qa.up.prepare
    ;;
web)
    echo web >/tmp/role
    # TLS is the business of the proxy in front: compose publishes this port on loopback only.
    exec uvicorn --factory qa.app:create_app --host "$QA_HOST" --port "$QA_PORT" \
        --timeout-graceful-shutdown 5 --log-level warning --no-access-log --no-server-header
    ;;
worker-cpu)
    echo worker >/tmp/role
    worker --pool prefork --concurrency 1
    ;;
worker-gpu)
    # The model must be loaded in the process that uses it: a graphics card does not survive a fork.
    echo worker >/tmp/role
    worker --pool solo
    ;;
healthy)
    if [ "$(cat /tmp/role)" = web ]; then
        exec python -c "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ['QA_PORT'] + '/healthz', timeout=5)"
    fi
    # A worker without forks cannot answer while it hears a call, so its process is what counts.
    exec grep -q celery /proc/1/cmdline
    ;;
*)
    exec "$@"
    ;;
esac
