# shellcheck shell=bash
# What ./andon and an installed bin/andon share: finding Java, refusing a used port, starting.
# To be sourced. Nothing here starts a process that it does not need: `run` must reach the JVM
# in under 150 ms.

readonly JAVA_WANTED=25
jvm_folder=/usr/lib/jvm

# fail CODE MESSAGE
fail() {
  printf 'andon: %s\n' "$2" >&2
  exit "$1"
}

# java_feature HOME: sets `feature` to the feature release of that JDK, 0 if there is none.
java_feature() {
  feature=0
  [[ -n $1 && -x $1/bin/java ]] || return 0
  if [[ -r $1/release ]]; then
    [[ $(<"$1/release") =~ JAVA_VERSION=\"([0-9]+) ]] && feature=${BASH_REMATCH[1]}
  elif [[ $("$1/bin/java" -version 2>&1) =~ version\ \"([0-9]+) ]]; then
    feature=${BASH_REMATCH[1]}
  fi
  return 0
}

# find_java TOOL: sets `java` to the home of the first Java that is new enough and has the tool
# (java, javac): JAVA_HOME, then jvm_folder, then conda, then the path. Fails when none has.
find_java() {
  local base home candidates=("${JAVA_HOME:-}" "$jvm_folder"/*)
  for base in "${CONDA_PREFIX:-}" ~/miniforge3 ~/miniconda3 ~/anaconda3 ~/micromamba /opt/conda; do
    [[ -z $base ]] || candidates+=("$base/lib/jvm" "$base")
  done
  if home=$(type -P java); then
    home=$(readlink -f "$home")
    candidates+=("${home%/bin/java}")
  fi
  for home in "${candidates[@]}"; do
    java_feature "$home"
    if ((feature >= JAVA_WANTED)) && [[ -x $home/bin/$1 ]]; then
      java=$home
      return 0
    fi
  done
  return 1
}

# need_java TOOL
need_java() {
  find_java "$1" || fail 1 "no Java $JAVA_WANTED or newer found: install a JDK $JAVA_WANTED\
 (Temurin or openjdk-$JAVA_WANTED-jdk) and let JAVA_HOME name its folder"
}

# read_run_options ARGUMENTS…: refuses what `run` does not know; sets `port` and `host` to what
# the arguments say, if they say anything.
read_run_options() {
  port='' host=''
  while (($#)); do
    case $1 in
      --port | --plant | -D) (($# > 1)) || fail 64 "$1 wants a value" ;;&
      --port) port=$2 && check_port "$2" && shift ;;
      --plant) shift ;;
      -D) read_setting "$2" && shift ;;
      --port=*) port=${1#*=} && check_port "$port" ;;
      --plant=*) ;;
      -D*) read_setting "${1#-D}" ;;
      -h | --help) usage && exit 0 ;;
      *) fail 64 "run does not know '$1'; it knows --port N, --plant NAME|DIR and -D key=value" ;;
    esac
    shift
  done
}

check_port() {
  if ! [[ $1 =~ ^[0-9]{1,5}$ ]] || ((10#$1 > 65535)); then
    fail 64 "'$1' is no port: 0 to 65535"
  fi
}

read_setting() {
  case $1 in
    andon.http.port=*) port=${1#*=} ;;
    andon.http.host=*) host=${1#*=} ;;
    *=*) ;;
    *) fail 64 "-D wants key=value, not '$1'" ;;
  esac
}

# refuse_used_port HOME: ends with 69 when something listens where `run` wants to. Arguments beat
# the environment, which beats config/application.properties. Only loopback and wildcard addresses
# are tried here; the JVM itself refuses the others, and a port taken in the meantime.
refuse_used_port() {
  # A socket handed over by systemd is already ours.
  [[ -z ${LISTEN_FDS:-} ]] || return 0
  local key value file_port='' file_host=''
  if [[ -r $1/config/application.properties ]]; then
    while IFS='=: ' read -r key value; do
      case $key in
        andon.http.port) file_port=$value ;;
        andon.http.host) file_host=$value ;;
      esac
    done <"$1/config/application.properties"
  fi
  port=${port:-${ANDON_HTTP_PORT:-${file_port:-8080}}}
  host=${host:-${ANDON_HTTP_HOST:-${file_host:-127.0.0.1}}}
  port=${port//[[:space:]]/} host=${host//[[:space:]]/}
  case $host in
    localhost | 127.* | ::1) ;;
    0.0.0.0 | ::) host=127.0.0.1 ;;
    *) return 0 ;;
  esac
  [[ $port =~ ^[0-9]{1,5}$ && $port != 0 ]] || return 0
  local outcome=0
  # shellcheck disable=SC2016
  timeout 1 bash -c ': <"/dev/tcp/$0/$1"' "$host" "$port" 2>/dev/null || outcome=$?
  # 124: no answer, so a listener whose queue is full.
  if ((outcome == 0 || outcome == 124)); then
    fail 69 "port $port is in use: stop what listens there, or choose another with --port"
  fi
}

# start HOME DISTRIBUTION ARGUMENTS…: becomes the JVM, so that signals reach it. HOME has config/,
# DISTRIBUTION has bin/jvm.options and lib/. With `learn_to` set, the JVM writes its AOT cache there
# when it ends; else it uses the one that bin/aot.sh left, if that fits.
start() {
  local home=$1 distribution=$2 jars driver class_path heap=() quick=() cache=$2/lib/andon.aot newer
  shift 2
  jars=("$distribution"/lib/*.jar)
  [[ -e ${jars[0]} ]] || fail 1 "no jars in $distribution/lib"
  # JDBC drivers that are not shipped; last, so that the AOT cache still fits.
  for driver in "$home"/drivers/*.jar; do
    [[ -e $driver ]] && jars+=("$driver")
  done
  # Explicit and in one order: an AOT cache is valid for exactly one class path.
  local IFS=:
  class_path="${jars[*]}"
  if [[ -n ${ANDON_HEAP:-} ]]; then
    [[ $ANDON_HEAP =~ ^[0-9]+[kKmMgG]?$ ]] ||
      fail 78 "ANDON_HEAP is '$ANDON_HEAP', not a size like 512m"
    heap=("-Xmx$ANDON_HEAP" "-XX:SoftMaxHeapSize=$ANDON_HEAP")
    unset ANDON_HEAP
  fi
  if [[ -n ${learn_to:-} ]]; then
    quick=("-XX:AOTCacheOutput=$learn_to")
  elif [[ -e $cache ]] && newer=$(find "${jars[@]}" "$distribution/bin/jvm.options" \
    -cnewer "$cache" -print -quit 2>/dev/null) && [[ -z $newer ]]; then
    # The JVM tells jars apart by size and date, which all builds of one size share. When they were
    # written does not lie. A cache that does not fit otherwise the JVM ignores, silently with this.
    quick=("-XX:AOTCache=$cache" '-Xlog:aot*=off')
  fi
  # Two malloc arenas instead of eight a core: native memory stays small.
  export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2}
  exec "$java/bin/java" "@$distribution/bin/jvm.options" "${heap[@]}" "${quick[@]}" \
    "-Dandon.home=$home" -cp "$class_path" io.andon.routes.Main "$@"
}
