#!/usr/bin/env bash
# The bridge against a broker of somebody else: mosquitto, installed here because no other test needs it. Each test starts
# one of its own and lets the hub write its password and access files.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v mosquitto >/dev/null && [ ! -x /usr/sbin/mosquitto ]; then
  apt-get update -qq
  apt-get install -y -qq mosquitto >/dev/null
fi
MQTT_TEST_BROKER=mosquitto npm test -- test/devices/mqtt
