#!/bin/bash -eu
# Builds the targets by the contract of OSS-Fuzz and ClusterFuzzLite: $CC $CXX $CFLAGS $CXXFLAGS
# $LIB_FUZZING_ENGINE $SRC $WORK $OUT and nothing else. CMake takes compiler and flags from the
# environment; no sanitizer and no coverage flag is ours. ci/tests/oss-fuzz.contract runs this.
source=$SRC/starzero
build=$WORK/starzero

cmake -S "$source" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=None \
  -DSTARZERO_DEVELOPER=OFF -DSTARZERO_TOOL=OFF -DSTARZERO_ENGINE=ON \
  -DSTARZERO_COUNTERS= "-DSTARZERO_ENGINE_FLAGS=$LIB_FUZZING_ENGINE"
cmake --build "$build"

# Each target has a file of options; canary must crash, and stays at home.
for options in "$source"/corpus/options/*.options; do
  name=$(basename "$options" .options)
  [ "$name" != canary ] || continue
  target=fuzz_$name
  cp "$build/bin/$target" "$OUT/$target"
  cp "$options" "$OUT/$target.options"
  cp "$source/corpus/dictionaries/$name.dict" "$OUT/$target.dict"
  seeds=()
  for part in seeds crashes; do
    [ ! -d "$source/corpus/$name/$part" ] || seeds+=("$part")
  done
  rm -f "$OUT/${target}_seed_corpus.zip"
  (cd "$source/corpus/$name" && zip -q -r "$OUT/${target}_seed_corpus.zip" "${seeds[@]}")
done
