@echo off
rem Starts Bactrian. In a checkout it builds first if need be; in a distribution the jars lie in lib\ beside this file.
rem Works on the directory it is called from: application.properties, routes\, inbox\ and data\ are found there.
rem BACTRIAN_OPTS: options for the JVM. JAVA_HOME: which Java; otherwise the one on the PATH.
setlocal enableextensions
set "BACTRIAN_HOME=%~dp0"

rem Only what lies on the PATH is run, not what lies in the directory this is called from.
set "NoDefaultCurrentDirectoryInExePath=1"

if not defined JAVA_HOME goto java_on_path
set "BACTRIAN_JAVA=%JAVA_HOME%\bin\java.exe"
set "PATH=%JAVA_HOME%\bin;%PATH%"
if exist "%BACTRIAN_JAVA%" goto java_found
echo JAVA_HOME is %JAVA_HOME%, but there is no bin\java.exe in it. Set it to a Java 17 or newer, or unset it.>&2
exit /b 2

:java_on_path
set "BACTRIAN_JAVA=java.exe"
where /q java.exe
if not errorlevel 1 goto java_found
echo Java is missing. Install Java 17 or newer, or set JAVA_HOME to it.>&2
exit /b 2

:java_found
set "BACTRIAN_JAVA_RELEASE="
set "BACTRIAN_JAVA_VERSION=0"
for /f "tokens=3" %%v in ('java.exe -version 2^>^&1 ^| findstr /c:" version "') do set "BACTRIAN_JAVA_RELEASE=%%~v"
for /f "delims=.+-" %%v in ("%BACTRIAN_JAVA_RELEASE%") do set "BACTRIAN_JAVA_VERSION=%%v"
if not defined BACTRIAN_JAVA_RELEASE set "BACTRIAN_JAVA_RELEASE=of unknown version"
if %BACTRIAN_JAVA_VERSION% geq 17 goto java_fit
echo %BACTRIAN_JAVA% is Java %BACTRIAN_JAVA_RELEASE%; Bactrian needs 17 or newer. Set JAVA_HOME to one.>&2
exit /b 2

:java_fit
set "BACTRIAN_JAR=%BACTRIAN_HOME%lib\bactrian.jar"
if not exist "%BACTRIAN_HOME%src" goto packaged
set "BACTRIAN_JAR=%BACTRIAN_HOME%target\bactrian.jar"
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
powershell -NoProfile -Command "(Get-Item $env:BACTRIAN_JAR).LastWriteTime = Get-Date"
goto start

:packaged
if exist "%BACTRIAN_JAR%" goto start
echo There is neither %BACTRIAN_HOME%src nor %BACTRIAN_JAR%: this file belongs into a checkout or a distribution of Bactrian.>&2
exit /b 2

:start
rem A daemon earns back what the optimizing compiler costs; a command that ends soon is twice as fast without it.
set "BACTRIAN_FLAGS=-XX:+UseSerialGC -XX:TieredStopAtLevel=1"
rem A plan may be one of ten million rows.
if /i "%~1"=="plan" set "BACTRIAN_FLAGS=-XX:+UseSerialGC"
if /i "%~1"=="run" set "BACTRIAN_FLAGS="
rem Netty still asks for memory in a way that Java 24 and newer warn about.
if %BACTRIAN_JAVA_VERSION% geq 24 set "BACTRIAN_FLAGS=%BACTRIAN_FLAGS% --sun-misc-unsafe-memory-access=allow"
"%BACTRIAN_JAVA%" %BACTRIAN_FLAGS% %BACTRIAN_OPTS% -jar "%BACTRIAN_JAR%" %*
exit /b %errorlevel%
