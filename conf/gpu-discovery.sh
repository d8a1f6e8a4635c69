#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Tells Spark which GPUs this machine or container has, as spark.*.resource.gpu.discoveryScript
# wants it: one line of JSON with the numbers that the driver gives them.
#
# GPU_DISCOVERY_SMI names another nvidia-smi than the one on the PATH.
smi=${GPU_DISCOVERY_SMI:-nvidia-smi}
if ! numbers=$("$smi" --query-gpu=index --format=csv,noheader 2>&1); then
  echo "gpu-discovery: $smi failed: $(printf '%s' "$numbers" | head -n 1)" >&2
  exit 1
fi
addresses=
for number in $numbers; do
  case $number in
    '' | *[!0-9]*)
      echo "gpu-discovery: $smi gave '$number' for the number of a GPU" >&2
      exit 1
      ;;
  esac
  addresses="$addresses${addresses:+,}\"$number\""
done
if [ -z "$addresses" ]; then
  echo "gpu-discovery: $smi lists no GPU" >&2
  exit 1
fi
printf '{"name":"gpu","addresses":[%s]}\n' "$addresses"
