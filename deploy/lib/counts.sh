# Counting tests from what the test runners print.
# shellcheck shell=bash

passed=0
failed=0
skipped=0
failed_tests=()

# count_swift_tests LOG: Swift Testing's summary counts all tests, the skipped ones included:
#   ✔ Test run with 41 tests in 7 suites passed after 2.113 seconds.
# Fails if there is no summary (the run crashed) or no test ran.
count_swift_tests() {
  local log=$1 total run_failed run_skipped
  total=$(sed -nE 's/.*Test run with ([0-9]+) tests? .*(passed|failed) after .*/\1/p' "$log" | tail -n 1)
  if [[ -z $total ]]; then
    warn "the test run ended without a summary"
    return 1
  fi
  mapfile -t -O "${#failed_tests[@]}" failed_tests < <(
    sed -nE '/Test run with/d; s/.*✘ Test (.*) failed after [0-9.]+ seconds.*/\1/p' "$log"
  )
  run_failed=$(grep -v 'Test run with' "$log" | grep -cE '✘ Test .* failed after' || true)
  run_skipped=$(grep -cE '➜ Test .* (skipped|was cancelled)' "$log" || true)
  add_counts $((total - run_failed - run_skipped)) "$run_failed" "$run_skipped"
}

# count_pytest LOG: pytest ends with a line like `==== 1 failed, 11 passed, 2 skipped in 31.40s ====`.
count_pytest() {
  local log=$1 summary
  summary=$(grep -E ' in [0-9.]+s' "$log" | tail -n 1)
  mapfile -t -O "${#failed_tests[@]}" failed_tests < <(sed -nE 's/^(FAILED|ERROR) ([^ ]+).*/\2/p' "$log")
  add_counts "$(number_of passed "$summary")" \
    $(($(number_of failed "$summary") + $(number_of errors? "$summary"))) \
    $(($(number_of skipped "$summary") + $(number_of xfailed "$summary")))
}

# number_of WORD SUMMARY: the number before the word, or 0.
number_of() {
  if [[ $2 =~ (^|[ =])([0-9]+)\ $1([ ,]|$) ]]; then printf '%s' "${BASH_REMATCH[2]}"; else printf 0; fi
}

add_counts() {
  ((passed += $1, failed += $2, skipped += $3)) || true
  if (($1 + $2 == 0)); then
    warn "no test ran"
    return 1
  fi
}

print_counts() {
  printf '%d passed, %d failed' "$passed" "$failed"
  if ((skipped)); then printf ', %d skipped' "$skipped"; fi
  printf '\n'
}
