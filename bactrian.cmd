@echo off
rem Starts Bactrian. In a checkout it builds first if need be; in a distribution bactrian.jar and lib\ lie beside this file.
rem Works on the directory it is called from: application.properties, routes\, inbox\ and data\ are found there.
rem BACTRIAN_OPTS: options for the JVM. JAVA_HOME: which Java; otherwise the one on the PATH.
setlocal enableextensions
set "BACTRIAN_HOME=%~dp0"

rem Only what lies on the PATH is run, not what lies in the directory this is called from.
set "NoDefaultCurrentDirectoryInExePath=1"
if "%~1"==":train" goto train

if not defined JAVA_HOME goto java_on_path
set "BACTRIAN_JAVA=%JAVA_HOME%\bin\java.exe"
set "PATH=%JAVA_HOME%\bin;%PATH%"
if exist "%BACTRIAN_JAVA%" goto java_found
for %%j in ("%JAVA_HOME%") do echo JAVA_HOME is %%~j, but there is no bin\java.exe in it. Set it to a Java 17 or newer, or unset it.>&2
exit /b 2

:java_on_path
set "BACTRIAN_JAVA="
for %%j in (java.exe) do set "BACTRIAN_JAVA=%%~$PATH:j"
if defined BACTRIAN_JAVA goto java_found
echo Java is missing. Install Java 17 or newer, or set JAVA_HOME to it.>&2
exit /b 2

:java_found
rem The release file beside a JDK tells its version without starting it.
set "BACTRIAN_JAVA_RELEASE="
set "BACTRIAN_JAVA_VERSION=0"
for %%j in ("%BACTRIAN_JAVA%") do set "BACTRIAN_JAVA_FILE=%%~dpj..\release"
if not exist "%BACTRIAN_JAVA_FILE%" goto ask_java
for /f "usebackq tokens=1,2 delims==" %%k in ("%BACTRIAN_JAVA_FILE%") do if "%%k"=="JAVA_VERSION" set "BACTRIAN_JAVA_RELEASE=%%~l"
if defined BACTRIAN_JAVA_RELEASE goto java_told

:ask_java
for /f "tokens=3" %%v in ('java.exe -version 2^>^&1 ^| findstr /c:" version "') do set "BACTRIAN_JAVA_RELEASE=%%~v"

:java_told
for /f "delims=.+-" %%v in ("%BACTRIAN_JAVA_RELEASE%") do set "BACTRIAN_JAVA_VERSION=%%v"
if not defined BACTRIAN_JAVA_RELEASE set "BACTRIAN_JAVA_RELEASE=of unknown version"
if %BACTRIAN_JAVA_VERSION% geq 17 goto java_fit
for %%j in ("%BACTRIAN_JAVA%") do echo %%~j is Java %BACTRIAN_JAVA_RELEASE%; Bactrian needs 17 or newer. Set JAVA_HOME to one.>&2
exit /b 2

:java_fit
set "BACTRIAN_JAR=%BACTRIAN_HOME%bactrian.jar"
if not exist "%BACTRIAN_HOME%src" goto packaged
set "BACTRIAN_JAR=%BACTRIAN_HOME%target\bactrian.jar"
set "BACTRIAN_ARCHIVES=%BACTRIAN_HOME%target"
if not exist "%BACTRIAN_JAR%" goto build
powershell -NoProfile -Command "$jar = (Get-Item $env:BACTRIAN_JAR).LastWriteTime; $new = Get-ChildItem -Recurse -File ($env:BACTRIAN_HOME + 'pom.xml'), ($env:BACTRIAN_HOME + 'src\main') | Where-Object LastWriteTime -gt $jar; exit [int][bool]$new"
if not errorlevel 1 goto start

:build
if not exist "%BACTRIAN_HOME%target" mkdir "%BACTRIAN_HOME%target"
echo Building, this takes a minute...>&2
pushd "%BACTRIAN_HOME%"
call mvnw.cmd -q -B -DskipTests -Dspotless.check.skip package > target\build.log 2>&1
set "BACTRIAN_BUILD=%errorlevel%"
popd
if "%BACTRIAN_BUILD%"=="0" goto built
type "%BACTRIAN_HOME%target\build.log">&2
echo The build failed; what it said is above and in %BACTRIAN_HOME%target\build.log.>&2
exit /b 2

:built
del /f /q "%BACTRIAN_ARCHIVES%\bactrian-*.jsa" >nul 2>&1
powershell -NoProfile -Command "(Get-Item $env:BACTRIAN_JAR).LastWriteTime = Get-Date"
goto start

:packaged
set "BACTRIAN_ARCHIVES=%BACTRIAN_HOME::=%"
set "BACTRIAN_ARCHIVES=%LOCALAPPDATA%\bactrian\%BACTRIAN_ARCHIVES:\=-%"
if not defined LOCALAPPDATA set "BACTRIAN_ARCHIVES="
if exist "%BACTRIAN_JAR%" goto start
echo There is neither %BACTRIAN_HOME%src nor %BACTRIAN_JAR%: this file belongs into a checkout or a distribution of Bactrian.>&2
exit /b 2

:start
rem Classes as the JVM maps them into memory. Only ever used with the jar and the Java it was made with: both are in the archive's name, and
rem the JVM checks them; without it the JVM starts as usual.
set "BACTRIAN_SHARE="
if not defined BACTRIAN_ARCHIVES goto flags
for %%j in ("%BACTRIAN_JAR%") do set "BACTRIAN_STAMP=%%~tj-%%~zj"
set "BACTRIAN_STAMP=%BACTRIAN_STAMP:/=-%"
set "BACTRIAN_STAMP=%BACTRIAN_STAMP:.=-%"
set "BACTRIAN_STAMP=%BACTRIAN_STAMP::=-%"
set "BACTRIAN_STAMP=%BACTRIAN_STAMP: =-%"
set "BACTRIAN_ARCHIVE_NAME=bactrian-%BACTRIAN_JAVA_RELEASE%-%BACTRIAN_STAMP%.jsa"
set "BACTRIAN_ARCHIVE=%BACTRIAN_ARCHIVES%\%BACTRIAN_ARCHIVE_NAME%"
if not exist "%BACTRIAN_ARCHIVE%" start "" /b /belownormal "%ComSpec%" /d /c call "%~f0" :train <nul >nul 2>&1
if not exist "%BACTRIAN_ARCHIVE%" goto flags
for %%a in ("%BACTRIAN_ARCHIVE%") do if %%~za gtr 0 set BACTRIAN_SHARE="-XX:SharedArchiveFile=%BACTRIAN_ARCHIVE%" -Xlog:disable -Xlog:all=error:stderr

:flags
rem A daemon earns back what the optimizing compiler costs; a command that ends soon is twice as fast without it.
set "BACTRIAN_FLAGS=-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
rem A plan may be one of ten million rows.
if /i "%~1"=="plan" set "BACTRIAN_FLAGS=-XX:+UseSerialGC"
rem A daemon that idles gives back memory.
if /i "%~1"=="run" set "BACTRIAN_FLAGS=-XX:G1PeriodicGCInterval=15000"
rem Netty still asks for memory in a way that Java 24 and newer warn about.
if %BACTRIAN_JAVA_VERSION% geq 24 set "BACTRIAN_FLAGS=%BACTRIAN_FLAGS% --sun-misc-unsafe-memory-access=allow"
"%BACTRIAN_JAVA%" %BACTRIAN_SHARE% %BACTRIAN_FLAGS% %BACTRIAN_OPTS% -jar "%BACTRIAN_JAR%" %*
exit /b %errorlevel%

rem Makes the archive from the samples inside the jar, in a process and an empty directory of its own and with none of the caller's variables,
rem files or options, but what Windows needs. The command ends by itself, at the latest after ten minutes. Where that fails the archive is
rem left empty, and not tried again. The other archives there are older.
:train
set "BACTRIAN_PLACE=%BACTRIAN_ARCHIVE_NAME%.%RANDOM%.d"
if exist "%BACTRIAN_ARCHIVES%\%BACTRIAN_PLACE%" exit /b
mkdir "%BACTRIAN_ARCHIVES%\%BACTRIAN_PLACE%"
cd /d "%BACTRIAN_ARCHIVES%\%BACTRIAN_PLACE%"
if not exist "..\%BACTRIAN_PLACE%" exit /b
setlocal
rem One block, whose variables are filled in before they are removed.
(
for /f "eol== delims==" %%v in ('set') do if /i not "%%v"=="SystemRoot" if /i not "%%v"=="TEMP" if /i not "%%v"=="TMP" set "%%v="
"%BACTRIAN_JAVA%" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ArchiveClassesAtExit=classes.jsa -XX:+IgnoreUnrecognizedVMOptions -XX:SelfDestructTimer=10 -jar "%BACTRIAN_JAR%" archive-classes
if errorlevel 1 del /f /q classes.jsa
)
endlocal
cd /d "%BACTRIAN_HOME%"
del /f /q "%BACTRIAN_ARCHIVES%\bactrian-*.jsa"
move "%BACTRIAN_ARCHIVES%\%BACTRIAN_PLACE%\classes.jsa" "%BACTRIAN_ARCHIVE%"
if not exist "%BACTRIAN_ARCHIVE%" type nul >"%BACTRIAN_ARCHIVE%"
rd /s /q "%BACTRIAN_ARCHIVES%\%BACTRIAN_PLACE%"
