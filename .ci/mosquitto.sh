#!/usr/bin/env bash
# The bridge against a broker of somebody else: mosquitto, installed here because no other test needs it.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v mosquitto >/dev/null && [ ! -x /usr/sbin/mosquitto ]; then
  apt-get update -qq
  apt-get install -y -qq mosquitto >/dev/null
fi
folder=$(mktemp -d)
trap 'kill "$broker" 2>/dev/null || true; rm -rf "$folder"' EXIT
port=$((21000 + RANDOM % 9000))
printf 'listener %s 127.0.0.1\nallow_anonymous true\npersistence false\n' "$port" >"$folder/mosquitto.conf"
PATH=$PATH:/usr/sbin mosquitto -c "$folder/mosquitto.conf" >"$folder/log" 2>&1 &
broker=$!
for _ in $(seq 100); do (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break || sleep 0.05; done
MQTT_TEST_URL="mqtt://127.0.0.1:$port" npm test -- test/devices/mqtt
