%% The server of gen_sctp's manual: prints what it receives, messages and events alike.
-module(sctp_server).
-export([server/1, server/2]).
-include_lib("kernel/include/inet.hrl").
-include_lib("kernel/include/inet_sctp.hrl").

server([Host, Port]) when is_list(Host), is_list(Port) ->
    {ok, #hostent{h_addr_list = [IP | _]}} = inet:gethostbyname(Host),
    io:format("~w -> ~w~n", [Host, IP]),
    server(IP, list_to_integer(Port)).

server(IP, Port) when is_tuple(IP) orelse IP == any orelse IP == loopback, is_integer(Port) ->
    {ok, S} = gen_sctp:open(Port, [{recbuf, 65536}, {ip, IP}]),
    io:format("Listening on ~w:~w. ~w~n", [IP, Port, S]),
    ok = gen_sctp:listen(S, true),
    server_loop(S).

server_loop(S) ->
    case gen_sctp:recv(S) of
        {error, Error} ->
            io:format("SCTP RECV ERROR: ~p~n", [Error]);
        Data ->
            io:format("Received: ~p~n", [Data])
    end,
    server_loop(S).
